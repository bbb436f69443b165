package dev.berth.push.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hc.core5.net.URIBuilder;

/** Gets bearer tokens from the service that a registry names (Docker's token specification). */
final class TokenService {
  private static final int LIMIT = 1024 * 1024;
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Credentials credentials;
  private final Transport transport;

  TokenService(Credentials credentials, Transport transport) {
    this.credentials = credentials;
    this.transport = transport;
  }

  String get(Origin registry, Challenge challenge, String scope, String step) {
    String login = step + ": logging in";
    URI uri = tokenUri(registry, challenge, scope, login);
    Map<String, String> headers = new HashMap<>();
    RegistryLogin.basic(credentials).ifPresent(basic -> headers.put("Authorization", basic));
    Answer answer = transport.send("GET", uri, headers, LIMIT, login);
    if (answer.status() != 200) {
      throw RegistryFailure.of(answer, login, credentials);
    }
    String token = token(answer.body());
    if (!TOKEN.matcher(token).matches()) {
      throw new BerthException(
          ErrorCode.REFUSED, "%s: %s answers with no token".formatted(login, Origin.of(uri)));
    }
    return token;
  }

  private static URI tokenUri(Origin registry, Challenge challenge, String scope, String step) {
    String realm = challenge.parameters().getOrDefault("realm", "");
    try {
      URIBuilder uri = new URIBuilder(realm).setFragment(null);
      requireSafe(registry, Origin.of(uri.build()));
      String service = challenge.parameters().get("service");
      if (service != null) {
        uri.addParameter("service", service);
      }
      return uri.addParameter("scope", scope).build();
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s: %s names no usable token service: %s".formatted(step, registry, e.getMessage()),
          e);
    }
  }

  /** Credentials are sent there, so it must be TLS unless nothing leaves this machine. */
  private static void requireSafe(Origin registry, Origin realm) {
    if (!realm.isSecure() && !(registry.isLocal() && realm.isLocal())) {
      throw new IllegalArgumentException(realm + " is plain HTTP");
    }
  }

  private static String token(byte[] body) {
    try {
      JsonNode answer = JSON.readTree(body);
      return answer.path("token").asText(answer.path("access_token").asText(""));
    } catch (IOException e) {
      return "";
    }
  }
}
