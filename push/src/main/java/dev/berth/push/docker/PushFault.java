package dev.berth.push.docker;

import dev.berth.push.PushRequest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Failures of an engine's push. Engines report a text, in which the registry's error code (OCI
 * distribution specification, "Error Codes", in lower case) stands between colons, among sentences
 * of the engine. The first match counts.
 */
enum PushFault {
  PLAIN_HTTP(
      ErrorCode.REFUSED,
      "server gave HTTP response to HTTPS client",
      "%s uses plain HTTP: add it to \"insecure-registries\" in the engine's daemon.json and restart the engine, or give the registry a certificate"),
  CERTIFICATE(
      ErrorCode.REFUSED,
      "x509:|certificate (signed|is|has|verif)|tls: failed to verify certificate",
      "the engine does not trust the certificate of %1$s: put its CA in /etc/docker/certs.d/%1$s/ca.crt where the engine runs"),
  NO_SPACE(
      ErrorCode.ENGINE,
      "no space left on device|graph ?driver|error creating overlay",
      "the engine's own storage fails: free space there, and see its log"),
  NO_IMAGE(
      ErrorCode.IMAGE,
      "no such image|image does not exist locally|does not exist locally with the tag|tag does not exist",
      "the image was removed from the engine meanwhile"),
  THROTTLED(
      ErrorCode.TRANSIENT,
      Words.code("toomanyrequests") + "|too many requests|\\b429 Too Many|HTTP(?: status:?)? 429",
      "try again later"),
  RULE(
      ErrorCode.REFUSED,
      "quota|is immutable|immutable tags?\\b|cannot be overwritten|storage resource",
      "a rule of the registry forbids it"),
  LOGIN(
      ErrorCode.CREDENTIALS,
      Words.code("unauthorized")
          + "|authentication required|no basic auth credentials|incorrect username or password"
          + "|\\b401 Unauthorized|HTTP(?: status:?)? 401",
      "check the credentials for %s"),
  DENIED(
      ErrorCode.CREDENTIALS,
      Words.code("denied")
          + "|access (to the (requested )?resource )?is denied|access denied|permission denied|insufficient_scope"
          + "|authorization failed|\\b403 Forbidden|HTTP(?: status:?)? 403",
      "check that the credentials for %s are right and allow pushes, and that the repository exists"),
  UNREACHABLE(
      ErrorCode.TRANSIENT,
      "connection refused|connection reset|connection timed out|operation timed out|host is down|server misbehaving|broken pipe|i/o timeout|TLS handshake timeout|deadline exceeded"
          + "|Client\\.Timeout|no such host|name resolution|no route to host|network is unreachable|"
          + Words.code("(unexpected )?EOF"),
      "the engine cannot reach %s: check the name, and the network where the engine runs"),
  OVERLOADED(
      ErrorCode.TRANSIENT,
      "unexpected HTTP status:? 5\\d\\d|\\b50[0234] (Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)",
      "%s is overloaded or broken; try again later"),
  NO_REPOSITORY(
      ErrorCode.PREREQUISITE, Words.code("name unknown"), "create the repository at %s first"),
  OTHER(ErrorCode.REFUSED, "", "%s refuses the push");

  private static final Pattern IMMUTABLE_TAG =
      Pattern.compile("is immutable|cannot be overwritten", Pattern.CASE_INSENSITIVE);

  private final ErrorCode code;
  private final Pattern words;
  private final String hint;

  PushFault(ErrorCode code, String words, String hint) {
    this.code = code;
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    this.hint = hint;
  }

  /** The failure for a message of the engine. */
  static BerthException failure(PushRequest request, String step, String words) {
    return known(request, step, words).orElseGet(() -> OTHER.exception(request, step, words));
  }

  /** The failure for a known message of the engine. */
  static Optional<BerthException> known(PushRequest request, String step, String words) {
    String plain = Words.withoutNames(words);
    return Arrays.stream(values())
        .filter(fault -> fault != OTHER && fault.words.matcher(plain).find())
        .findFirst()
        .map(fault -> fault.exception(request, step, words));
  }

  /** Whether the failure says that the registry's tags are immutable. */
  static boolean isOfImmutableTag(BerthException e) {
    return e.code() == RULE.code
        && IMMUTABLE_TAG.matcher(Words.withoutNames(e.getMessage())).find();
  }

  private BerthException exception(PushRequest request, String step, String words) {
    ImageReference image = request.image();
    return new BerthException(
        code,
        "%s was not pushed to %s; the engine failed %s: %s"
            .formatted(image, image.host(), step, masked(words, request)),
        hint.formatted(image.host()));
  }

  private static String masked(String words, PushRequest request) {
    return request
        .credentials()
        .password()
        .filter(password -> !password.isEmpty())
        .map(password -> words.replace(password, "***"))
        .orElse(words);
  }

  /** The parts of an engine's message. */
  private static final class Words {
    // Names of images, files and servers are quoted, or are paths; "i/o" is neither.
    private static final Pattern NAMES =
        Pattern.compile(
            "\"[^\"]*\"|`[^`]*`|(?<!\\w)'[^']*'(?!\\w)|(?<![^\\s:])(?!i/o\\b)[^\\s:]*/\\S*?(?=:?(\\s|$))");

    private Words() {}

    /** The message without the names in it, which may be any words. */
    static String withoutNames(String message) {
      return NAMES.matcher(message).replaceAll("…");
    }

    /** An expression for a code, which stands between colons or ends of lines. */
    static String code(String code) {
      return "(?:^|[:\\n])\\s*" + code + "\\s*(?=[:\\n]|$)";
    }
  }
}
