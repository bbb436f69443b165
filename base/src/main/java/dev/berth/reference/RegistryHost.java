package dev.berth.reference;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The grammar of {@code host[:port]}, shared by registry URIs and image references. */
final class RegistryHost {
  /** What Docker Hub calls itself in image references. */
  static final String DOCKER_HUB = "docker.io";

  static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");

  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");
  private static final Pattern DIGEST =
      Pattern.compile("(?:(?:sha\\d+|md5)(?::.*)?)?", Pattern.DOTALL);
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?\\d+");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");

  private RegistryHost() {}

  /** Whether the first segment of a reference is a host, by the rule of the reference grammar. */
  static boolean looksLikeHost(String segment) {
    return segment.equals("localhost")
        || segment.indexOf('.') >= 0
        || segment.indexOf(':') >= 0
        || segment.startsWith("[");
  }

  /**
   * Checks {@code host[:port]} and gives its canonical form.
   *
   * @param what what is parsed, for messages
   * @param text the whole text, of which the host stands at its start
   */
  static String parse(String what, String text, String host) {
    int colon = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    if (!(name.startsWith("[") ? IPV6 : NAME).matcher(name).matches()) {
      throw new InvalidReferenceException(
          what, text, badCharacter(name), "'" + name + "' is not a host name");
    }
    if (!isServer(name)) {
      throw new InvalidReferenceException(what, text, 0, "'" + name + "' is not a host name");
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.isUpperCase(name.charAt(i))) {
        throw new InvalidReferenceException(
            what, text, i, "a host is written in lower case: '" + lower(host) + "'");
      }
    }
    if (colon >= 0) {
      checkPort(what, text, host.substring(colon + 1), colon + 1);
    }
    return isDockerHub(host) ? DOCKER_HUB : host;
  }

  /**
   * Whether a URI may have the host: what looks like an IP address must be one (RFC 3986, 3.2.2).
   */
  private static boolean isServer(String name) {
    if (ENDS_IN_NUMBER.matcher(name).matches() && !IPV4.matcher(name).matches()) {
      return false;
    }
    try {
      return new URI("https://" + name + "/").getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether a connection to the host stays on this machine: localhost, 127.0.0.0/8 or [::1]. */
  static boolean isLocal(String host) {
    int colon = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    String name = colon <= 0 || colon >= host.length() ? host : host.substring(0, colon);
    return name.equals("localhost")
        || name.equals("[::1]")
        || IPV4_LOOPBACK.matcher(name).matches();
  }

  /** The text with its user information, which may hold a password, replaced by {@code ***}. */
  static String masked(String text) {
    int start = SCHEME.matcher(text).lookingAt() ? text.indexOf("://") + 3 : 0;
    int at = userInformationEnd(text);
    return at < start ? text : text.substring(0, start) + "***" + text.substring(at);
  }

  /**
   * Where user information ends: the last @ that no digest follows; negative where there is none.
   */
  static int userInformationEnd(String text) {
    int at = text.lastIndexOf('@');
    while (at >= 0 && DIGEST.matcher(text.substring(at + 1)).matches()) {
      at = text.lastIndexOf('@', at - 1);
    }
    return at;
  }

  private static boolean isDockerHub(String host) {
    return switch (host) {
      case DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com" -> true;
      default -> false;
    };
  }

  private static void checkPort(String what, String text, String port, int at) {
    boolean digits = !port.isEmpty() && port.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || port.length() > 5 || port.startsWith("0") || Integer.parseInt(port) > 65535) {
      throw new InvalidReferenceException(what, text, at, "a port is a number from 1 to 65535");
    }
  }

  private static int badCharacter(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean fits = c < 128 && (Character.isLetterOrDigit(c) || "-.:[]".indexOf(c) >= 0);
      if (!fits) {
        return i;
      }
    }
    return 0;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
