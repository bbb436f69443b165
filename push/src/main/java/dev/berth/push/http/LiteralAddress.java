package dev.berth.push.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address that is written in a URL, in every form that some resolver takes for one: {@code
 * 10.0.0.1}, {@code 10.1}, {@code 167772161}, {@code 0xa.0.0.1}, {@code 012.0.0.1} or IPv6.
 *
 * @see <a href="https://url.spec.whatwg.org/#concept-ipv4-parser">the forms of IPv4</a>
 */
final class LiteralAddress {
  private static final Pattern NUMBER = Pattern.compile("(?i)0x[0-9a-f]{0,16}|\\d{1,20}");
  private static final int PARTS = 4;

  private LiteralAddress() {}

  /**
   * The address, without asking a resolver.
   *
   * @param host without brackets
   * @return empty when it is a name
   * @throws UnknownHostException when it looks like an address and is none
   */
  static Optional<InetAddress> of(String host) throws UnknownHostException {
    if (host.indexOf(':') >= 0) {
      return Optional.of(InetAddress.getByName(host));
    }
    String[] parts = host.replaceFirst("\\.$", "").split("\\.", -1);
    if (!NUMBER.matcher(parts[parts.length - 1]).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes(parts)));
    } catch (IllegalArgumentException e) {
      throw new SsrfGuard.Refused("refusing to connect to " + host + ", which is no valid address");
    }
  }

  /** Each part is a byte, and the last one fills the rest. */
  private static byte[] bytes(String[] parts) {
    if (parts.length > PARTS) {
      throw new IllegalArgumentException("too many parts");
    }
    byte[] bytes = new byte[PARTS];
    for (int i = 0; i < parts.length - 1; i++) {
      bytes[i] = (byte) number(parts[i], 255);
    }
    int rest = PARTS - parts.length + 1;
    long last = number(parts[parts.length - 1], (1L << (rest * Byte.SIZE)) - 1);
    for (int i = 0; i < rest; i++) {
      bytes[PARTS - 1 - i] = (byte) (last >> (i * Byte.SIZE));
    }
    return bytes;
  }

  private static long number(String text, long most) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    boolean octal = lower.length() > 1 && lower.startsWith("0");
    long value;
    if (lower.equals("0x")) {
      value = 0;
    } else if (lower.startsWith("0x")) {
      value = Long.parseLong(lower.substring(2), 16);
    } else {
      value = Long.parseLong(lower, octal ? 8 : 10);
    }
    if (value < 0 || value > most) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }
}
