package dev.berth.spi;

import dev.berth.reference.Origin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An HTTP proxy. It prints without its login.
 *
 * @param origin where it is; requests are sent to it over TLS if the scheme is HTTPS
 * @param login the user name and the password that the proxy requires; it is for the proxy alone
 * @since 0.1
 */
public record ProxyServer(Origin origin, Credentials login) {
  private static final String FORM = "write http[s]://[USER:PASSWORD@]HOST[:PORT]";

  /**
   * Parses the URL of a proxy. Without a scheme it is HTTP, without a port it is the scheme's. The
   * user name and the password are percent-decoded.
   *
   * @param url {@code [http[s]://][USER:PASSWORD@]HOST[:PORT]}
   * @return the proxy
   * @throws IllegalArgumentException when it is something else; the message does not have the URL
   */
  public static ProxyServer parse(String url) {
    String text = url.strip();
    int scheme = text.indexOf("://");
    String name = scheme < 0 ? "http" : text.substring(0, scheme).toLowerCase(Locale.ROOT);
    String rest = scheme < 0 ? text : text.substring(scheme + "://".length());
    if (name.startsWith("socks")) {
      throw new IllegalArgumentException("SOCKS proxies are not supported; " + FORM);
    }
    int at = rest.lastIndexOf('@');
    String place = rest.substring(at + 1);
    try {
      // A password may have any character, so only what follows it is parsed as a URL.
      Origin origin = Origin.parse(name + "://" + place.replaceFirst("[/?#].*$", ""));
      return new ProxyServer(
          origin, at < 0 ? Credentials.anonymous() : login(rest.substring(0, at)));
    } catch (IllegalArgumentException | BerthException e) {
      throw new IllegalArgumentException(FORM, e);
    }
  }

  private static Credentials login(String pair) {
    int colon = pair.indexOf(':');
    return colon < 0
        ? Credentials.basic(decoded(pair), "")
        : Credentials.basic(decoded(pair.substring(0, colon)), decoded(pair.substring(colon + 1)));
  }

  /** Percent-decoded; a percent sign that begins no escape stands for itself. */
  private static String decoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var decoded = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      int value = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
      decoded.write(value < 0 ? bytes[i] : value);
      i += value < 0 ? 0 : 2;
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte high, byte low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first * 16 + second;
  }

  /** Where the proxy is, without the login. */
  @Override
  public String toString() {
    return origin.toString();
  }
}
