package dev.berth.auth;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.berth.file.FileJson;
import dev.berth.file.PrivateFile;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The secrets of this user in {@code secrets.json}, with names and keys in plain text and encrypted
 * values.
 *
 * @see "docs/decisions/0015-secrets-apart-from-store.md"
 */
public final class SecretStore {
  private static final int VERSION = 1;

  private final PrivateFile file;
  private final SecretKeys keys;

  /**
   * The content of the file.
   *
   * @param version the version of its format
   * @param key the location of the encryption key
   * @param secrets the encrypted values by secret and key
   */
  record Content(int version, SecretKeys.Place key, Map<String, Map<String, String>> secrets) {}

  /**
   * Opens the store of secrets. Nothing is read yet.
   *
   * @param folder the user's configuration folder
   */
  public SecretStore(Path folder, Map<String, String> environment) {
    this.file = new PrivateFile(folder, "secrets.json", "secrets.lock", "file of secrets");
    this.keys = new SecretKeys(folder, environment);
  }

  /** Created for each use, since most commands need no secret. */
  private static ObjectMapper mapper() {
    return FileJson.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
        .build();
  }

  /** The names of the secrets with their keys. */
  public Map<String, Set<String>> list() {
    Map<String, Set<String>> names = new TreeMap<>();
    content()
        .ifPresent(it -> it.secrets().forEach((name, value) -> names.put(name, value.keySet())));
    return names;
  }

  /** The keys of a secret; empty if it does not exist. */
  public Set<String> keys(String secret) {
    return content()
        .map(it -> it.secrets().getOrDefault(secret, Map.of()).keySet())
        .orElse(Set.of());
  }

  /**
   * A value.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when it cannot be decrypted
   */
  public Optional<String> find(String secret, String key) {
    Optional<Content> content = content();
    Optional<String> encrypted =
        content
            .map(it -> it.secrets().getOrDefault(secret, Map.of()))
            .flatMap(values -> Optional.ofNullable(values.get(key)));
    return encrypted.map(
        text ->
            keys.open(content.orElseThrow().key())
                .decrypt(text, label(secret, key))
                .orElseThrow(
                    () ->
                        new BerthException(
                            ErrorCode.CREDENTIALS,
                            "'%s' of the secret '%s' is damaged: it cannot be decrypted"
                                .formatted(key, secret),
                            "set it again: berth secret set " + secret)));
  }

  /** Sets values of a secret; its other values are unchanged. */
  public void set(String secret, Map<String, String> values) {
    change(
        content -> {
          SecretKeys.Place place = content.key();
          if (place.isNone() || (content.secrets().isEmpty() && !keys.exists(place))) {
            place = keys.create();
          }
          SecretKey key = keys.open(place);
          Map<String, String> encrypted =
              new TreeMap<>(content.secrets().getOrDefault(secret, Map.of()));
          values.forEach(
              (name, value) -> encrypted.put(name, key.encrypt(value, label(secret, name))));
          Map<String, Map<String, String>> secrets = new LinkedHashMap<>(content.secrets());
          secrets.put(secret, encrypted);
          return new Content(VERSION, place, secrets);
        });
  }

  /** Deletes a secret if it exists. */
  public void delete(String secret) {
    change(
        content -> {
          Map<String, Map<String, String>> secrets = new LinkedHashMap<>(content.secrets());
          secrets.remove(secret);
          return new Content(VERSION, content.key(), secrets);
        });
  }

  /** Binds an encrypted value to its secret and key, so that values cannot be exchanged. */
  private static String label(String secret, String key) {
    return "berth secret\0" + secret + "\0" + key;
  }

  private void change(UnaryOperator<Content> change) {
    file.requireClosedToOthers();
    file.change(
        bytes -> {
          Content present =
              bytes.map(this::parse).orElse(new Content(VERSION, SecretKeys.Place.NONE, Map.of()));
          try {
            return mapper().writeValueAsBytes(change.apply(present));
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("text is always serializable", e);
          }
        });
  }

  private Optional<Content> content() {
    file.requireClosedToOthers();
    return file.read().map(this::parse);
  }

  private Content parse(byte[] bytes) {
    try {
      int version = FileJson.readStrictly(bytes).path("version").asInt();
      if (version > VERSION) {
        throw new BerthException(
            ErrorCode.STORE,
            "%s has version %d; this version of Berth supports up to %d"
                .formatted(file.path(), version, VERSION),
            "use a newer version of Berth; the file is unchanged");
      }
      return mapper().readValue(bytes, Content.class);
    } catch (IOException e) {
      // The parser's message can quote the content.
      throw new BerthException(
          ErrorCode.STORE,
          "%s is damaged: its content is invalid".formatted(file.path()),
          "repair it, or move it aside to start without secrets; the file is unchanged");
    }
  }

  public Path path() {
    return file.path();
  }
}
