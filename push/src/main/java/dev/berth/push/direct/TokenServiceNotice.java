package dev.berth.push.direct;

import dev.berth.push.PushListener;
import dev.berth.push.http.RegistryClient;
import dev.berth.reference.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells once that a login went to a token service on another site than the registry's. The registry
 * names it, and could name any.
 */
final class TokenServiceNotice {
  /** Sites of registries, with the site of their token service. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "docker.com", "docker.io",
          "nvcr.io", "nvidia.com",
          "redhat.io", "redhat.com",
          "icr.io", "ibm.com",
          "ocir.io", "oraclecloud.com");

  private TokenServiceNotice() {}

  static void tell(PushRun run) {
    RegistryClient client = run.repository().client();
    client.tokenService().ifPresent(used -> tell(client.host(), used, run.cache(), run.listener()));
  }

  static void tell(String registry, Origin used, PushCache cache, PushListener listener) {
    String service = used.authority();
    if (!isExpected(registry, used) && !cache.tokenService(registry).equals(Optional.of(service))) {
      listener.warning(
          "the login for %s was sent to its token service %s, which is on another site; to allow only this one: berth container-registry update NAME --token-service %s"
              .formatted(registry, service, service));
      cache.rememberTokenService(registry, service);
    }
  }

  static boolean isExpected(String registry, Origin service) {
    Origin own = Origin.ofRegistry(registry, false);
    String site = site(own.host());
    return site.equals(site(service.host()))
        || site(service.host()).equals(KNOWN.get(site))
        || (own.isLocal() && service.isLocal());
  }

  /** The last two labels of a name, or three below a short second one such as co.uk. */
  private static String site(String host) {
    List<String> labels = Arrays.asList(host.split("\\.", -1));
    int count = labels.size();
    boolean address = host.startsWith("[") || host.matches("[0-9.]+");
    if (address || count < 3) {
      return host;
    }
    boolean shortSuffix =
        labels.get(count - 1).length() == 2 && labels.get(count - 2).length() <= 3;
    return String.join(".", labels.subList(count - (shortSuffix ? 3 : 2), count));
  }
}
