package dev.berth.push.oci;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Keeps a registry from sending us to servers that only we can reach. A redirect, an upload
 * location or a token service may be on this machine or in a private network only where the
 * registry itself is. What is judged are the addresses that are then connected to.
 */
final class AddressGuard implements DnsResolver {
  /** A host that was not connected to because of where it is. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private static final byte PRIVATE_V6 = (byte) 0xfc;

  private final String registry;

  AddressGuard(String registryHost) {
    this.registry = bare(registryHost);
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    if (!bare(host).equals(registry)) {
      for (InetAddress address : addresses) {
        requireReachable(host, address);
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
  }

  private void requireReachable(String host, InetAddress address) throws UnknownHostException {
    boolean never =
        address.isLinkLocalAddress() || address.isAnyLocalAddress() || address.isMulticastAddress();
    boolean inner = isPrivate(address) || address.isLoopbackAddress();
    if (never || (inner && !reaches(address))) {
      throw new Refused(
          "%s is %s, which %s has no business to send anyone to"
              .formatted(host, address.getHostAddress(), registry));
    }
  }

  /** Whether the registry itself is as near as the address. */
  private boolean reaches(InetAddress address) throws UnknownHostException {
    for (InetAddress own : SystemDefaultDnsResolver.INSTANCE.resolve(registry)) {
      if (own.isLoopbackAddress() || (isPrivate(own) && !address.isLoopbackAddress())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      // 100.64.0.0/10 is carriers' own (RFC 6598).
      return address.isSiteLocalAddress() || (bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
    }
    return address.isSiteLocalAddress() || (bytes[0] & 0xfe) == (PRIVATE_V6 & 0xfe);
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
