package dev.berth.push;

import dev.berth.reference.Origin;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The servers that are reached without a proxy, as {@code NO_PROXY} lists them. Names are not
 * resolved: an address is compared with addresses only.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy">the rules of Go</a>
 */
record NoProxy(List<String> entries) {
  private static final int MAX_PORT_DIGITS = 5;

  static NoProxy parse(String list) {
    return new NoProxy(
        Stream.of(list.split("[,\\s]+", -1))
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /** The entry that lists the server. */
  Optional<String> entryFor(Origin server) {
    String host = server.host().replaceAll("^\\[|]$|\\.$", "");
    return entries.stream().filter(entry -> lists(entry, host, server.port())).findFirst();
  }

  private static boolean lists(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return isInNetwork(host, entry.substring(0, slash), entry.substring(slash + 1));
    }
    Optional<InetAddress> whole = address(entry.replaceAll("^\\[|]$", ""));
    if (whole.isPresent()) {
      return whole.equals(address(host));
    }
    int colon = entry.lastIndexOf(':');
    String wantedPort = colon < 0 ? "" : entry.substring(colon + 1);
    if (!wantedPort.isEmpty() && !wantedPort.equals(String.valueOf(port))) {
      return false;
    }
    String name = colon < 0 ? entry : entry.substring(0, colon);
    Optional<InetAddress> wanted = address(name.replaceAll("^\\[|]$", ""));
    return wanted.isPresent() ? wanted.equals(address(host)) : isInDomain(host, name);
  }

  /** {@code .example.com} and {@code *.example.com} list only what is below the domain. */
  private static boolean isInDomain(String host, String name) {
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    domain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    if (domain.isEmpty() || domain.equals(".")) {
      return false;
    }
    return domain.startsWith(".")
        ? host.endsWith(domain)
        : host.equals(domain) || host.endsWith("." + domain);
  }

  private static boolean isInNetwork(String host, String network, String length) {
    Optional<InetAddress> address = address(host);
    Optional<InetAddress> base = address(network.replaceAll("^\\[|]$", ""));
    if (address.isEmpty() || base.isEmpty() || !length.matches("\\d{1,3}")) {
      return false;
    }
    byte[] bytes = base.get().getAddress();
    int rest = bytes.length * Byte.SIZE - Integer.parseInt(length);
    return rest >= 0
        && bytes.length == address.get().getAddress().length
        && new BigInteger(1, bytes)
            .shiftRight(rest)
            .equals(new BigInteger(1, address.get().getAddress()).shiftRight(rest));
  }

  /** The address that a text is; no name is resolved. */
  private static Optional<InetAddress> address(String text) {
    boolean four = text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    boolean six = text.indexOf(':') >= 0 && text.matches("[0-9a-f:.]+") && !isHostAndPort(text);
    try {
      return four || six ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static boolean isHostAndPort(String text) {
    int colon = text.indexOf(':');
    return colon == text.lastIndexOf(':') && text.length() - colon - 1 <= MAX_PORT_DIGITS;
  }
}
