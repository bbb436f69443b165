package dev.berth.generic;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient.Response;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The login of a GitHub workflow to Docker Hub without a stored token: the workflow's ID token is
 * exchanged for a token of the organization (Docker's documentation, "OIDC connections"; RFC 8693).
 */
final class DockerHubOidc {
  private static final String CONNECTION = "DOCKERHUB_OIDC_CONNECTIONID";
  private static final String REQUEST_URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
  private static final String REQUEST_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
  private static final int SECONDS = 900;

  /**
   * What the configuration says.
   *
   * @param connection the connection's ID
   * @param organization the organization that it belongs to
   */
  record Settings(Optional<String> connection, Optional<String> organization) {}

  private final RegistryContext context;
  private final Settings settings;
  private final URI identity;

  /**
   * @param identity Docker's identity service, which is the audience too
   */
  DockerHubOidc(RegistryContext context, Settings settings, URI identity) {
    this.context = context;
    this.settings = settings;
    this.identity = identity;
  }

  /**
   * The login; empty without a connection.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when a connection is configured and gives
   *     no token
   */
  Optional<Login> login() {
    if (settings.connection().isPresent()) {
      return Optional.of(login(settings.connection().get(), organization()));
    }
    // The variable is for all registries of a workflow, so it need not be for this one.
    Optional<String> connection =
        context.variable(CONNECTION).filter(it -> context.variable(REQUEST_URL).isPresent());
    return connection.isPresent() && settings.organization().isPresent()
        ? Optional.of(login(connection.get(), organization()))
        : Optional.empty();
  }

  private String organization() {
    return settings
        .organization()
        .orElseThrow(
            () ->
                failed(
                    "the organization of the OIDC connection is not known",
                    "set the property 'organization', or docker.io/ORGANIZATION as 'uri'"));
  }

  private Login login(String connection, String organization) {
    Response answer =
        context
            .http()
            .postForm(
                identity.resolve("/oauth/token"),
                Map.of(),
                Map.of(
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:token-exchange",
                    "subject_token_type",
                    "urn:ietf:params:oauth:token-type:id_token",
                    "subject_token",
                    idToken(),
                    "connection_id",
                    connection,
                    "expires_in",
                    String.valueOf(SECONDS)));
    String token =
        answer
            .text("access_token")
            .filter(it -> answer.isSuccess())
            .orElseThrow(
                () ->
                    failed(
                        "Docker Hub refuses the workflow's identity for the OIDC connection %s: %d%s"
                            .formatted(connection, answer.status(), said(answer)),
                        "check the connection's rulesets, which must match this workflow"));
    return Login.found(Credentials.basic(organization, token), "the OIDC connection " + connection)
        .until(Instant.now().plusSeconds(SECONDS));
  }

  /**
   * GitHub's documentation, "OpenID Connect reference", "Methods for requesting the OIDC token".
   */
  private String idToken() {
    Optional<String> url = context.variable(REQUEST_URL);
    Optional<String> token = context.variable(REQUEST_TOKEN);
    if (url.isEmpty() || token.isEmpty()) {
      throw failed(
          "an OIDC connection is configured, but this is no workflow that may ask for an ID token",
          "give the job of the workflow 'permissions: id-token: write'");
    }
    String audience = URLEncoder.encode(identity.toString(), StandardCharsets.UTF_8);
    URI request;
    try {
      request = URI.create(url.get() + "&audience=" + audience);
    } catch (IllegalArgumentException e) {
      throw failed(REQUEST_URL + " is not a URL", "it is set by GitHub for a job of a workflow");
    }
    Response answer = context.http().get(request, Map.of("Authorization", "Bearer " + token.get()));
    return answer
        .text("value")
        .filter(it -> answer.isSuccess())
        .orElseThrow(
            () ->
                failed(
                    "GitHub gives the workflow no ID token: " + answer.status(),
                    "give the job of the workflow 'permissions: id-token: write'"));
  }

  private static String said(Response answer) {
    return answer
        .text("error_description")
        .or(() -> answer.text("error"))
        .map(words -> ": " + words)
        .orElse("");
  }

  private static BerthException failed(String what, String remedy) {
    return new BerthException(ErrorCode.CREDENTIALS, what, remedy);
  }
}
