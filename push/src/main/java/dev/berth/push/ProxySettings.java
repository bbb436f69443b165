package dev.berth.push;

import dev.berth.reference.InvalidReferenceException;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.ProxyServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which servers are reached through which proxy: the property {@code proxy} of a registry, else the
 * variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, each
 * in lower or upper case. Servers on this machine are reached directly.
 */
public final class ProxySettings {
  /** No proxy is used. */
  public static final ProxySettings NONE = new ProxySettings(Optional.empty(), Map.of());

  private static final String OFF = "none";
  private static final String PROPERTY = "the property proxy";

  private final Optional<String> property;
  // Only the variables that matter here, in lower case if both cases are set.
  private final Map<String, String> variables = new TreeMap<>();
  private final boolean inCgi;

  /**
   * A proxy to use.
   *
   * @param source where it is set, for instance {@code HTTPS_PROXY}
   */
  public record Choice(ProxyServer server, String source) {
    /** The proxy without its login, and where it is set. */
    @Override
    public String toString() {
      return server + " (" + source + ")";
    }
  }

  /**
   * The settings of a registry.
   *
   * @param property a proxy's URL, or {@code none}; it replaces the variables
   */
  public ProxySettings(Optional<String> property, Map<String, String> environment) {
    this.property = property.map(String::strip);
    this.inCgi = !environment.getOrDefault("REQUEST_METHOD", "").isEmpty();
    for (String name : List.of("https_proxy", "http_proxy", "all_proxy", "no_proxy")) {
      for (String each : List.of(name.toUpperCase(Locale.ROOT), name)) {
        String value = environment.getOrDefault(each, "").strip();
        if (!value.isEmpty()) {
          variables.keySet().removeIf(name::equalsIgnoreCase);
          variables.put(each, value);
        }
      }
    }
  }

  /**
   * The proxy for a server.
   *
   * @return empty when the server is reached directly
   * @throws BerthException with {@link ErrorCode#INVALID} when the proxy's URL is not usable
   */
  public Optional<Choice> proxyFor(Origin server) {
    if (isLocal(server) || property.filter(OFF::equalsIgnoreCase).isPresent()) {
      return Optional.empty();
    }
    if (property.isPresent()) {
      return Optional.of(choice(property.get(), PROPERTY));
    }
    return exception(server).isPresent()
        ? Optional.empty()
        : variable(server).map(name -> choice(variables.getOrDefault(name, ""), name));
  }

  private static boolean isLocal(Origin server) {
    try {
      // Without its port, which may be 0.
      return new Origin(server.scheme(), server.host(), 443).isLocal();
    } catch (InvalidReferenceException e) {
      // A host that a registry named, which no reference can have.
      return false;
    }
  }

  private Optional<String> variable(Origin server) {
    return set(server.scheme() + "_proxy")
        .filter(name -> !isOfCgi(name))
        .or(() -> set("all_proxy"));
  }

  /** A CGI's client sets this variable with the header {@code Proxy}. */
  private boolean isOfCgi(String name) {
    return inCgi && name.equals("HTTP_PROXY");
  }

  private Optional<String> set(String name) {
    return variables.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
  }

  /** The entry of {@code NO_PROXY} that lists the server. */
  private Optional<String> exception(Origin server) {
    return set("no_proxy")
        .flatMap(name -> NoProxy.parse(variables.getOrDefault(name, "")).entryFor(server));
  }

  private static Choice choice(String url, String source) {
    try {
      return new Choice(ProxyServer.parse(url), source);
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the proxy of %s is not usable: %s".formatted(source, e.getMessage()),
          e);
    }
  }

  /**
   * Whether this host and port is one of the proxies, which is not to be judged as a place that a
   * registry names.
   */
  public boolean isProxy(String host, int port) {
    return property.isPresent()
        ? isAt(property.get(), host, port)
        : variables.entrySet().stream()
            .filter(variable -> !variable.getKey().equalsIgnoreCase("no_proxy"))
            .anyMatch(variable -> isAt(variable.getValue(), host, port));
  }

  private static boolean isAt(String url, String host, int port) {
    try {
      Origin proxy = ProxyServer.parse(url).origin();
      String bare = proxy.host().replaceAll("^\\[|]$", "");
      return proxy.port() == port && bare.equalsIgnoreCase(host.replaceAll("^\\[|]$", ""));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** How a server is reached, if a proxy is set at all; without any login. */
  public Optional<String> explanation(Origin server) {
    boolean anySet = property.isPresent() || variable(server).isPresent();
    if (!anySet) {
      return Optional.empty();
    }
    String reason =
        isLocal(server)
            ? "directly, since it is on this machine"
            : property.filter(OFF::equalsIgnoreCase).isPresent()
                ? "directly, as " + PROPERTY + " says"
                : exception(server)
                    .filter(entry -> property.isEmpty())
                    .map(entry -> "directly, since NO_PROXY has " + entry)
                    .orElseGet(
                        () ->
                            "through the proxy "
                                + proxyFor(server).map(Choice::toString).orElse(""));
    return Optional.of("%s is reached %s".formatted(server.authority(), reason));
  }

  /** A setting that is ignored although it seems to be for this server. */
  public Optional<String> ignored(Origin server) {
    if (property.filter(url -> !url.equalsIgnoreCase(OFF)).isPresent() && isLocal(server)) {
      return Optional.of(
          "%s is ignored for %s, which is on this machine".formatted(PROPERTY, server.authority()));
    }
    boolean ofCgi =
        property.isEmpty()
            && !server.isSecure()
            && !isLocal(server)
            && set("http_proxy").filter(this::isOfCgi).isPresent();
    return ofCgi
        ? Optional.of(
            "HTTP_PROXY is ignored, since REQUEST_METHOD is set: in a CGI, a client could have set it;"
                + " set http_proxy")
        : Optional.empty();
  }

  /** Whether a registry has its own setting. */
  public boolean isOfRegistry() {
    return property.isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProxySettings that
        && property.equals(that.property)
        && variables.equals(that.variables)
        && inCgi == that.inCgi;
  }

  @Override
  public int hashCode() {
    return variables.hashCode() + property.hashCode();
  }

  /** The URLs may have passwords. */
  @Override
  public String toString() {
    return "***";
  }
}
