package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.ApiAnswer;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.CheckResult;
import dev.berth.spi.Credentials;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry at {@code ghcr.io} (GitHub's documentation, "Working with the Container registry").
 */
final class GitHubRegistry extends BaseContainerRegistry {
  private static final URI API = URI.create("https://api.github.com");
  private static final String SERVER = "https://github.com";
  private static final String SCOPE = "write:packages";
  private static final String NEW_TOKEN =
      "gh auth refresh --scopes " + SCOPE + ", or a new classic token with it";

  private final URI api;

  GitHubRegistry(RegistryContext context) {
    this(context, API);
  }

  GitHubRegistry(RegistryContext context, URI api) {
    super(context);
    this.api = api;
  }

  @Override
  protected Login login() {
    Optional<String> token = context().variable("GITHUB_TOKEN");
    Optional<String> server = context().variable("GITHUB_SERVER_URL");
    if (token.isPresent() && server.filter(it -> !it.equals(SERVER)).isPresent()) {
      return Login.none("GITHUB_TOKEN is of another server, GITHUB_SERVER_URL");
    }
    // GitHub takes any user name with a token.
    String actor = context().variable("GITHUB_ACTOR").orElse("token");
    return token
        .map(it -> Login.with(Credentials.basic(actor, it), "GITHUB_TOKEN"))
        .orElseGet(() -> Login.none("there is no GITHUB_TOKEN in the environment"));
  }

  @Override
  protected Optional<String> wayToLogIn() {
    return Optional.of("set GITHUB_TOKEN and GITHUB_ACTOR, or docker login ghcr.io");
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    RegistryProbe probe = context().probe(this::credentials);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("login", probe::login));
    checks.add(new Check("scope", () -> afterLogin(this::scope)));
    image.ifPresent(
        it -> checks.add(new Check("push", () -> afterLogin(() -> pushable(it, probe)))));
    return checks;
  }

  /** What a classic token may do stands in a header; other tokens do not say. */
  private CheckResult scope() {
    String token = credentials().password().orElse("");
    ApiAnswer answer =
        context().api().get(api.resolve("/user"), Map.of("Authorization", "Bearer " + token));
    if (answer.status() == 401) {
      return CheckResult.fail("GitHub does not accept the token: it is wrong or has expired")
          .withRemedy(NEW_TOKEN);
    }
    if (!answer.isSuccess() && answer.status() != 403) {
      return CheckResult.unknown(
          "GitHub answers %d instead of the scopes".formatted(answer.status()));
    }
    Optional<String> scopes = answer.header("X-OAuth-Scopes").filter(it -> !it.isBlank());
    if (scopes.isEmpty()) {
      return CheckResult.pass(
          "the token has no scopes that could be read, as a workflow's has none; what it may do"
              + " shows in the push check");
    }
    return List.of(scopes.get().split("\\s*,\\s*")).contains(SCOPE)
        ? CheckResult.pass("the token has the scope " + SCOPE)
        : CheckResult.fail("the token lacks the scope %s; it has %s".formatted(SCOPE, scopes.get()))
            .withRemedy(NEW_TOKEN);
  }

  private static CheckResult pushable(ImageReference image, RegistryProbe probe) {
    CheckResult result = probe.push(image);
    return result.isFailure()
        ? result.withRemedy(
            "give the token "
                + SCOPE
                + ", or the workflow 'permissions: packages: write'; a package that somebody made by"
                + " hand must let the repository in: its settings, 'Manage Actions access'")
        : result;
  }
}
