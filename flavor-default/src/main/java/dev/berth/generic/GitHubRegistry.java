package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.Credentials;
import dev.berth.spi.JsonClient;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry at {@code ghcr.io} (GitHub's documentation, "Working with the Container registry").
 */
final class GitHubRegistry extends BaseContainerRegistry {
  private static final String GITHUB = "github.com";
  private static final String SCOPE = "write:packages";
  private static final String LOGIN = "set GITHUB_TOKEN and GITHUB_ACTOR, or docker login ghcr.io";
  private static final String NEW_TOKEN =
      "gh auth refresh --scopes " + SCOPE + ", or create a classic token with it";
  private static final String GRANT =
      "grant the token %s, or the workflow 'permissions: packages: write'".formatted(SCOPE)
          + "; a package that was created by hand must list the repository in its settings, 'Manage"
          + " Actions access'";

  private final URI api;
  private final String server;

  GitHubRegistry(RegistryContext context) {
    this(context, context.config(GitHubRegistryConfig.class).enterprise().orElse(GITHUB));
  }

  private GitHubRegistry(RegistryContext context, String server) {
    super(context);
    this.server = "https://" + server;
    this.api = URI.create("https://api." + server);
  }

  /** With another endpoint of the web API than GitHub's. */
  GitHubRegistry(RegistryContext context, URI api) {
    super(context);
    this.server = "https://" + GITHUB;
    this.api = api;
  }

  @Override
  public Login login() {
    Optional<String> token = context().variable("GITHUB_TOKEN");
    Optional<String> given = context().variable("GITHUB_SERVER_URL");
    if (token.isEmpty()) {
      return Login.missing("GITHUB_TOKEN is not set", LOGIN);
    }
    if (given.isPresent() && !given.get().equals(server)) {
      return Login.missing("GITHUB_TOKEN is for another server, GITHUB_SERVER_URL", LOGIN);
    }
    // GitHub accepts any user name with a token.
    String actor = context().variable("GITHUB_ACTOR").orElse("token");
    return Login.found(Credentials.basic(actor, token.get()), "GITHUB_TOKEN");
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    return List.of(new Check("permission", () -> permission(image)).afterLogin());
  }

  private Result permission(Optional<ImageReference> image) {
    Result scope;
    try {
      scope = scope();
    } catch (BerthException e) {
      // The web API may be blocked where the registry is not.
      scope = Result.unreachable("the token's scopes are unknown: " + e.getMessage());
    }
    if (image.isEmpty() || scope.isFailure()) {
      return scope;
    }
    Result push = context().probe().push(image.get());
    if (push.isFailure()) {
      return push.withRemedy(GRANT);
    }
    return push.status() == Check.Status.PASS
        ? Result.pass(push.message() + "; " + scope.message())
        : push;
  }

  /** A classic token's scopes are in a header; other tokens do not show theirs. */
  private Result scope() {
    String token = context().credentials().password().orElse("");
    JsonClient.Response response =
        context().http().get(api.resolve("/user"), Map.of("Authorization", "Bearer " + token));
    if (response.status() == 401) {
      return Result.fail("GitHub rejects the token: it is wrong or has expired")
          .withRemedy(NEW_TOKEN);
    }
    if (!response.isSuccess() && response.status() != 403) {
      return Result.unknown(
          "the token's scopes are unknown: GitHub responds %d".formatted(response.status()));
    }
    Optional<String> scopes = response.header("X-OAuth-Scopes").filter(it -> !it.isBlank());
    if (scopes.isEmpty()) {
      return Result.pass("the token shows no scopes, like that of a workflow");
    }
    return List.of(scopes.get().split("\\s*,\\s*")).contains(SCOPE)
        ? Result.pass("the token has the scope " + SCOPE)
        : Result.fail("the token lacks the scope %s; it has %s".formatted(SCOPE, scopes.get()))
            .withRemedy(NEW_TOKEN);
  }
}
