package dev.berth.localregistry;

import dev.berth.reference.Digest;
import dev.berth.reference.InvalidReferenceException;
import java.util.regex.Pattern;

/**
 * The grammar of names in paths (OCI distribution specification, "Pulling manifests"). Only names
 * that were validated here become paths of files.
 */
final class Names {
  private static final String SEGMENT = "[a-z0-9]++(?:(?:\\.|__|_|-++)[a-z0-9]++)*+";
  private static final Pattern NAME = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*+");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final int MAX_NAME = 255;

  private Names() {}

  static boolean isRepository(String text) {
    return text.length() <= MAX_NAME && NAME.matcher(text).matches();
  }

  static String repository(String text) {
    if (!isRepository(text)) {
      throw new RegistryError(
          RegistryErrorCode.NAME_INVALID,
          "a repository's name must have at most 255 characters of a-z and 0-9, joined by '.', '_', '__', '-' or '/'");
    }
    return text;
  }

  static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  static String tag(String text) {
    if (!isTag(text)) {
      throw new RegistryError(
          RegistryErrorCode.TAG_INVALID,
          "a tag must have at most 128 letters, digits, '_', '.' or '-', and must not begin with '.' or '-'");
    }
    return text;
  }

  static boolean isDigest(String reference) {
    return reference.indexOf(':') >= 0;
  }

  static Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (InvalidReferenceException e) {
      throw new RegistryError(RegistryErrorCode.DIGEST_INVALID, e.getMessage());
    }
  }
}
