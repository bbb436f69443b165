package dev.berth.generic;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.JsonClient.Response;
import dev.berth.spi.RegistryContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The web API of a registry that a company runs, asked with the registry's login. */
final class CompanyApi {
  private final RegistryContext context;
  private final URI endpoint;
  private final String tokenUser;
  private final Map<String, String> headers;

  /**
   * @param tokenUser the user name that makes the password a bearer token
   * @param headers what this API needs in each request
   */
  CompanyApi(RegistryContext context, URI endpoint, String tokenUser, Map<String, String> headers) {
    this.context = context;
    this.endpoint = endpoint;
    this.tokenUser = tokenUser;
    this.headers = headers;
  }

  Response get(String path) {
    return context.http().get(endpoint.resolve(path), headers());
  }

  Response head(String path) {
    return context.http().head(endpoint.resolve(path), headers());
  }

  Response post(String path, Map<String, String> body) {
    return context.http().post(endpoint.resolve(path), headers(), body);
  }

  private Map<String, String> headers() {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Accept", "application/json");
    authorization().ifPresent(it -> all.put("Authorization", it));
    return all;
  }

  private Optional<String> authorization() {
    Credentials login;
    try {
      login = context.credentials();
    } catch (BerthException e) {
      // The check 'login' reports it.
      return Optional.empty();
    }
    return login.username().equals(Optional.of(tokenUser))
        ? login.password().map("Bearer "::concat)
        : login.basicAuthorization();
  }

  /** A name as a segment of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
