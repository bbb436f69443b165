package dev.berth.localregistry;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Refuses requests that a web page makes a browser send. Pages can send some requests to any server
 * without asking it, and reach this machine's by names that lead to it (DNS rebinding).
 */
final class BrowserGuard {
  private static final Pattern LOCAL =
      Pattern.compile(
          "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  // https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private BrowserGuard() {}

  static void check(ClassicHttpRequest http) {
    String host = host(http);
    if (!LOCAL.matcher(host).matches()) {
      throw denied("this registry serves localhost only; the Host header must name it");
    }
    String site = header(http, "Sec-Fetch-Site");
    String origin = header(http, "Origin");
    if (!(site.isEmpty() || OWN_SITES.contains(site))
        || !(origin.isEmpty() || origin.equalsIgnoreCase("http://" + host))) {
      throw denied("this registry serves no requests of other web pages");
    }
  }

  private static String host(ClassicHttpRequest http) {
    String host = header(http, HttpHeaders.HOST);
    if (!host.isEmpty()) {
      return host;
    }
    return http.getAuthority() == null ? "localhost" : http.getAuthority().toString();
  }

  private static String header(ClassicHttpRequest http, String name) {
    Header header = http.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue();
  }

  private static RegistryError denied(String message) {
    return new RegistryError(RegistryErrorCode.DENIED, message);
  }
}
