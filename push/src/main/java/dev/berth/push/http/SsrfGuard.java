package dev.berth.push.http;

import dev.berth.push.ProxySettings;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Prevents server-side request forgery: a registry must not make Berth connect to servers that only
 * this machine can reach. A redirect, an upload location or a token service may be on this machine
 * or in a private network only if the registry itself is. The check sees the resolved addresses,
 * which are the ones that are connected to.
 *
 * @see "docs/decisions/0008-addresses-after-resolution.md"
 */
final class SsrfGuard implements DnsResolver {
  /** A host whose address is refused. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private static final byte PRIVATE_V6 = (byte) 0xfc;
  // Metadata services of clouds, which give out credentials, at addresses that are not link-local.
  private static final Set<InetAddress> METADATA =
      Set.of(literal("fd00:ec2::254"), literal("100.100.100.200"));

  private static final String METADATA_NAME = "metadata.google.internal";

  private final String registry;
  private final DnsResolver resolver;
  private final ProxySettings proxies;

  SsrfGuard(String registryHost, DnsResolver resolver, ProxySettings proxies) {
    this.registry = bare(registryHost);
    this.resolver = resolver;
    this.proxies = proxies;
  }

  /**
   * Checks a host that is reached through a proxy. The proxy resolves its name, so only an address
   * can be judged here.
   */
  void requireReachableByProxy(String host) throws UnknownHostException {
    String name = bare(host);
    if (name.equals(registry)) {
      return;
    }
    if (name.equals(METADATA_NAME)) {
      throw new Refused("refusing to connect to " + host + ", which gives out credentials");
    }
    Optional<InetAddress> address = LiteralAddress.of(name);
    if (address.isPresent()) {
      requireReachable(host, address.get());
    }
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    // The user chose the proxy.
    InetAddress[] addresses = proxies.isProxy(host, port) ? resolver.resolve(host) : resolve(host);
    return Stream.of(addresses).map(address -> new InetSocketAddress(address, port)).toList();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = resolver.resolve(host);
    if (bare(host).equals(registry)) {
      return ofRegistry(host, addresses);
    }
    for (InetAddress address : addresses) {
      requireReachable(host, address);
    }
    return addresses;
  }

  /** Who registered a name did not choose its addresses; an address was chosen. */
  private static InetAddress[] ofRegistry(String host, InetAddress[] addresses)
      throws UnknownHostException {
    if (LiteralAddress.of(bare(host)).isPresent()) {
      return addresses;
    }
    List<InetAddress> possible = new ArrayList<>();
    for (InetAddress address : addresses) {
      InetAddress real = embedded(address);
      // The name of a machine may lead to its link-local addresses of IPv6 too.
      boolean near = real instanceof Inet6Address && real.isLinkLocalAddress();
      if (near || !isNever(real)) {
        possible.add(address);
      }
    }
    if (possible.isEmpty()) {
      throw new Refused(
          "refusing to connect to %s, which leads to %s: no registry is there"
              .formatted(host, addresses[0].getHostAddress()));
    }
    return possible.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return resolver.resolveCanonicalHostname(host);
  }

  private void requireReachable(String host, InetAddress named) throws UnknownHostException {
    InetAddress address = embedded(named);
    boolean never = isNever(address);
    boolean inner = isPrivate(address) || address.isLoopbackAddress();
    if (never || (inner && !reaches(address))) {
      throw new Refused(
          "refusing to connect to %s (%s): registry %s may not redirect to a private or link-local address"
              .formatted(host, address.getHostAddress(), registry));
    }
  }

  /** Whether no registry and no service of one is at an address. */
  private static boolean isNever(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet4Address && address.getAddress()[0] == 0)
        || METADATA.contains(address);
  }

  /** Whether the registry itself is on this machine, or in a private network like the address. */
  private boolean reaches(InetAddress address) {
    for (InetAddress own : registryAddresses()) {
      if (own.isLoopbackAddress() || (isPrivate(own) && !address.isLoopbackAddress())) {
        return true;
      }
    }
    return false;
  }

  /** A registry behind a proxy may have a name that only the proxy can resolve. */
  private InetAddress[] registryAddresses() {
    try {
      return resolver.resolve(registry);
    } catch (UnknownHostException e) {
      return new InetAddress[0];
    }
  }

  /** The IPv4 address that is embedded for NAT64 (RFC 6052) or 6to4 (RFC 3056). */
  private static InetAddress embedded(InetAddress address) throws UnknownHostException {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16 && bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff) {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
    }
    if (bytes.length == 16 && bytes[0] == 0x20 && bytes[1] == 2) {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 2, 6));
    }
    return address;
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(address + " is a valid address", e);
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      // 100.64.0.0/10 is shared by carriers' customers (RFC 6598).
      return address.isSiteLocalAddress() || (bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
    }
    return address.isSiteLocalAddress() || (bytes[0] & 0xfe) == (PRIVATE_V6 & 0xfe);
  }

  /** A host without the brackets of an IPv6 address. */
  static String bare(String host) {
    // A dot at the end is for resolvers only.
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }
}
