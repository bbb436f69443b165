package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.ApiAnswer;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.CheckResult;
import dev.berth.spi.Credentials;
import dev.berth.spi.Lazy;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry at Docker Hub (Docker Hub API reference, v2; Docker's documentation, "Usage"). */
final class DockerHubRegistry extends BaseContainerRegistry {
  /** Where Docker Hub is: its web API, its token service and its registry. */
  record Place(URI hub, URI tokens, URI registry) {
    static final Place STANDARD =
        new Place(
            URI.create("https://hub.docker.com"),
            URI.create("https://auth.docker.io"),
            URI.create("https://registry-1.docker.io"));
  }

  private static final String LIMITED = "ratelimitpreview/test";
  private static final String TOKENS = "https://app.docker.com/settings/personal-access-tokens";

  private final Place place;
  private final Lazy<Optional<String>> session = new Lazy<>(this::openSession);

  DockerHubRegistry(RegistryContext context) {
    this(context, Place.STANDARD);
  }

  DockerHubRegistry(RegistryContext context, Place place) {
    super(context);
    this.place = place;
  }

  @Override
  protected Optional<String> wayToLogIn() {
    return Optional.of("docker login, or a secret with a user name and an access token");
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    RegistryProbe probe = context().probe(this::credentials);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("login", probe::login));
    image.ifPresent(
        it -> {
          checks.add(new Check("namespace", () -> afterLogin(() -> namespace(it))));
          checks.add(new Check("push", () -> afterLogin(() -> probe.push(it))));
        });
    checks.add(
        new Check("private-repositories", () -> afterLogin(() -> privateRepositories(image))));
    checks.add(new Check("rate-limit", this::rateLimit));
    return checks;
  }

  /** A token of the web API; none where the credentials are no user's, as an organisation's. */
  private Optional<String> openSession() {
    Credentials login = credentials();
    ApiAnswer answer =
        context()
            .api()
            .post(
                place.hub().resolve("/v2/auth/token"),
                Map.of(),
                Map.of(
                    "identifier", login.username().orElse(""),
                    "secret", login.password().orElse("")));
    return answer.isSuccess() ? answer.text("access_token") : Optional.empty();
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private CheckResult namespace(ImageReference image) {
    String namespace = image.repository().substring(0, image.repository().indexOf('/'));
    Optional<String> token = session.get();
    if (token.isEmpty()) {
      return CheckResult.unknown("Docker Hub's web API does not take the credentials");
    }
    ApiAnswer repository =
        context()
            .api()
            .get(
                place.hub().resolve("/v2/repositories/" + image.repository() + "/"),
                bearer(token.get()));
    if (repository.isSuccess()) {
      return writable(image, repository);
    }
    if (repository.status() != 404) {
      return CheckResult.unknown(unexpected("looking for " + image.name(), repository));
    }
    return existing(namespace, token.get());
  }

  private static CheckResult writable(ImageReference image, ApiAnswer repository) {
    Optional<String> write = repository.text("permissions", "write");
    return write.equals(Optional.of("false"))
        ? CheckResult.fail("the login may not write to " + image.name())
            .withRemedy(
                "ask an owner for the right, or use an access token with Read & Write: " + TOKENS)
        : CheckResult.pass(image.name() + " exists and may be written to");
  }

  private CheckResult existing(String namespace, String session) {
    ApiAnswer user =
        context().api().get(place.hub().resolve("/v2/users/" + namespace + "/"), bearer(session));
    if (user.isSuccess()) {
      return CheckResult.pass(
          "the namespace %s exists; a push makes the repository".formatted(namespace));
    }
    ApiAnswer organization =
        context().api().get(place.hub().resolve("/v2/orgs/" + namespace + "/"), bearer(session));
    if (organization.isSuccess()) {
      return CheckResult.pass(
          "the namespace %s exists; a push makes the repository".formatted(namespace));
    }
    return user.status() == 404 && organization.status() == 404
        ? CheckResult.fail("there is no namespace '%s' at Docker Hub".formatted(namespace))
            .withRemedy("push to docker.io/YOUR-NAME/…")
        : CheckResult.unknown(unexpected("looking for the namespace " + namespace, organization));
  }

  /** How many private repositories are left to a user; told of oneself only. */
  private CheckResult privateRepositories(Optional<ImageReference> image) {
    Optional<String> token = session.get();
    if (token.isEmpty()) {
      return CheckResult.unknown("Docker Hub's web API does not take the credentials");
    }
    String user = credentials().username().orElse("");
    String namespace =
        image.map(it -> it.repository().substring(0, it.repository().indexOf('/'))).orElse(user);
    ApiAnswer answer =
        context()
            .api()
            .get(
                place.hub().resolve("/v2/users/" + encoded(namespace) + "/private_repositories"),
                bearer(token.get()));
    Optional<Integer> left =
        answer.text("private_repos_available").flatMap(DockerHubRegistry::number);
    if (left.isEmpty()) {
      return CheckResult.unknown(
          "how many private repositories are left to " + namespace + " is not told");
    }
    return left.get() > 0
        ? CheckResult.pass(
            "%d private repositories are left to %s".formatted(left.get(), namespace))
        : CheckResult.warn(
            "no private repository is left to %s: one that a push makes must be public"
                .formatted(namespace));
  }

  /** The limit is told with every manifest; asking for the headers alone costs nothing of it. */
  private CheckResult rateLimit() {
    URI tokens =
        place
            .tokens()
            .resolve("/token?service=registry.docker.io&scope=repository:" + LIMITED + ":pull");
    ApiAnswer token = context().api().get(tokens, basic());
    Optional<String> value = token.text("token");
    if (value.isEmpty()) {
      return CheckResult.unknown(unexpected("asking for the rate limit", token));
    }
    ApiAnswer answer =
        context()
            .api()
            .head(
                place.registry().resolve("/v2/" + LIMITED + "/manifests/latest"),
                bearer(value.get()));
    Optional<Integer> left =
        answer
            .header("ratelimit-remaining")
            .map(it -> it.replaceFirst(";.*", ""))
            .flatMap(DockerHubRegistry::number);
    if (answer.status() == 429 || left.equals(Optional.of(0))) {
      return CheckResult.warn("Docker Hub's rate limit is used up: pushes that pull will wait");
    }
    return left.map(it -> CheckResult.pass("%d pulls are left of the rate limit".formatted(it)))
        .orElseGet(() -> CheckResult.pass("no rate limit applies to this login"));
  }

  private Map<String, String> basic() {
    try {
      Credentials login = credentials();
      String pair = login.username().orElse("") + ":" + login.password().orElse("");
      String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      return Map.of("Authorization", "Basic " + encoded);
    } catch (BerthException e) {
      return Map.of();
    }
  }

  /** An answer of the web API that says nothing of the prerequisite. */
  private static String unexpected(String what, ApiAnswer answer) {
    return answer.status() == 429
        ? what + ": the service throttles the requests"
        : "%s: the service answers %d".formatted(what, answer.status());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<Integer> number(String text) {
    return text.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }
}
