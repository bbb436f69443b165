package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts values: AES-GCM with 256 bits (NIST SP 800-38D), a nonce of 96 bits for each. */
final class SecretKey {
  static final int BYTES = 32;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int ID_BYTES = 8;

  private final byte[] key;

  SecretKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a key has %d bytes".formatted(BYTES));
    }
    this.key = key.clone();
  }

  static SecretKey random() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return new SecretKey(key);
  }

  static SecretKey parse(String text) {
    return new SecretKey(Base64.getDecoder().decode(text.strip()));
  }

  /** The text that {@link #parse} accepts. */
  String encoded() {
    return Base64.getEncoder().encodeToString(key);
  }

  /** Tells keys apart without showing them. */
  String id() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  String encrypt(String value, String label) {
    try {
      byte[] nonce = new byte[NONCE];
      new SecureRandom().nextBytes(nonce);
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, label).doFinal(value.getBytes(UTF_8));
      byte[] all = Arrays.copyOf(nonce, NONCE + encrypted.length);
      System.arraycopy(encrypted, 0, all, NONCE, encrypted.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** The value; empty if the text was not encrypted with this key and label. */
  Optional<String> decrypt(String text, String label) {
    try {
      byte[] all = Base64.getDecoder().decode(text);
      if (all.length < NONCE) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(all, NONCE);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, label);
      return Optional.of(new String(cipher.doFinal(all, NONCE, all.length - NONCE), UTF_8));
    } catch (AEADBadTagException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String label) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(label.getBytes(UTF_8));
    return cipher;
  }

  @Override
  public String toString() {
    return "***";
  }
}
