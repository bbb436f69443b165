package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.Credentials;
import dev.berth.spi.JsonClient.Response;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.ImmutableTag;
import dev.berth.spi.support.Lazy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry at Docker Hub (Docker Hub API reference, v2; Docker's documentation, "Usage"). */
final class DockerHubRegistry extends BaseContainerRegistry {
  /** Docker Hub's web API, token service and registry. */
  record Endpoints(URI hub, URI tokens, URI registry, URI identity) {
    static final Endpoints DEFAULTS =
        new Endpoints(
            URI.create("https://hub.docker.com"),
            URI.create("https://auth.docker.io"),
            URI.create("https://registry-1.docker.io"),
            URI.create("https://identity.docker.com"));
  }

  private static final String LIMITED = "ratelimitpreview/test";
  private static final String TOKENS = "https://app.docker.com/settings/personal-access-tokens";

  private final Endpoints endpoints;
  private final DockerHubOidc oidc;
  private final Lazy<Optional<String>> session = new Lazy<>(this::openSession);

  DockerHubRegistry(RegistryContext context) {
    this(context, Endpoints.DEFAULTS, context.config(DockerHubRegistryConfig.class).oidc());
  }

  DockerHubRegistry(RegistryContext context, Endpoints endpoints, DockerHubOidc.Settings settings) {
    super(context);
    this.endpoints = endpoints;
    this.oidc = new DockerHubOidc(context, settings, endpoints.identity());
  }

  @Override
  public Login login() {
    return oidc.login()
        .orElseGet(
            () ->
                Login.missing(
                    "there is no OIDC connection",
                    "docker login, or berth secret set with a user name and an access token"));
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    List<Check> checks = new ArrayList<>();
    image.ifPresent(it -> checks.addAll(imageChecks(it)));
    checks.add(new Check("private-repositories", () -> privateRepositories(image)).afterLogin());
    checks.add(new Check("rate-limit", this::rateLimit));
    return checks;
  }

  private List<Check> imageChecks(ImageReference image) {
    String namespace = image.repository().substring(0, image.repository().indexOf('/'));
    String name = image.repository().substring(namespace.length() + 1);
    if (name.contains("/")) {
      return List.of(
          new Check(
              "repository",
              () ->
                  Result.fail(
                          image.name() + " is too long: Docker Hub has docker.io/NAME/REPOSITORY")
                      .withRemedy(
                          "push to docker.io/" + namespace + "/" + name.replace('/', '-'))));
    }
    var repository = new Lazy<Optional<Response>>(() -> find(namespace, name));
    return List.of(
        new Check("repository", () -> repository(image, namespace, repository.get())).afterLogin(),
        new Check("tag", () -> tag(image, repository.get())).afterLogin(),
        new Check("permission", () -> context().probe().push(image)).afterLogin());
  }

  /**
   * A token of the web API ("Create access token": for passwords, personal access tokens and those
   * of organizations); empty when the API rejects the credentials.
   */
  private Optional<String> openSession() {
    Credentials login = context().credentials();
    Response response =
        context()
            .http()
            .post(
                endpoints.hub().resolve("/v2/auth/token"),
                Map.of(),
                Map.of(
                    "identifier", login.username().orElse(""),
                    "secret", login.password().orElse("")));
    return response.isSuccess() ? response.text("access_token") : Optional.empty();
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  /** "Get repository in a namespace"; empty when the web API rejects the credentials. */
  private Optional<Response> find(String namespace, String name) {
    URI uri =
        endpoints.hub().resolve("/v2/namespaces/%s/repositories/%s".formatted(namespace, name));
    return session.get().map(token -> context().http().get(uri, bearer(token)));
  }

  private Result repository(ImageReference image, String namespace, Optional<Response> answer) {
    if (answer.isEmpty()) {
      return rejected();
    }
    Response repository = answer.get();
    if (repository.isSuccess()) {
      return writable(image, repository);
    }
    return repository.status() == 404
        ? existing(namespace, session.get().orElseThrow())
        : Result.unknown(unexpected("checking " + image.name(), repository));
  }

  private static Result rejected() {
    return Result.unknown("Docker Hub's web API rejects the credentials");
  }

  private static Result writable(ImageReference image, Response repository) {
    Optional<String> write = repository.text("permissions", "write");
    return write.equals(Optional.of("false"))
        ? Result.fail("the credentials may not write to " + image.name())
            .withRemedy(
                "ask an owner for the permission, or use an access token with Read & Write: "
                    + TOKENS)
        : Result.pass(image.name() + " exists, and the credentials may write to it");
  }

  /** Whether the repository's rules ("Immutable tags on Docker Hub") let the tag be set. */
  private Result tag(ImageReference image, Optional<Response> answer) {
    if (image.tag().isEmpty() || answer.map(Response::status).equals(Optional.of(404))) {
      return Result.pass("no tag exists that could be immutable");
    }
    if (!answer.map(Response::isSuccess).orElse(false)) {
      return Result.unknown("not checked: see 'repository'");
    }
    String tag = image.tag().get();
    Response repository = answer.get();
    boolean enabled =
        repository.text("immutable_tags_settings", "enabled").equals(Optional.of("true"));
    Optional<String> rule =
        TagPatterns.of(repository.find("immutable_tags_settings", "rules")).find(tag);
    if (!enabled || rule.isEmpty()) {
      return Result.pass("tag " + tag + " can be changed");
    }
    return ImmutableTag.verdict(
        tag, context().probe().digest(image), context().plan(image).digest());
  }

  private Result existing(String namespace, String session) {
    Response user =
        context()
            .http()
            .get(endpoints.hub().resolve("/v2/users/" + namespace + "/"), bearer(session));
    if (user.isSuccess()) {
      return Result.pass(
          "namespace %s exists; the push creates the repository".formatted(namespace));
    }
    Response organization =
        context()
            .http()
            .get(endpoints.hub().resolve("/v2/orgs/" + namespace + "/"), bearer(session));
    if (organization.isSuccess()) {
      return Result.pass(
          "namespace %s exists; the push creates the repository".formatted(namespace));
    }
    return user.status() == 404 && organization.status() == 404
        ? Result.fail("namespace %s does not exist at Docker Hub".formatted(namespace))
            .withRemedy("push to docker.io/YOUR-NAME/…")
        : Result.unknown(unexpected("checking namespace " + namespace, organization));
  }

  /** The number of remaining private repositories; Docker Hub reports it for the own user only. */
  private Result privateRepositories(Optional<ImageReference> image) {
    String user = context().credentials().username().orElse("");
    String namespace =
        image.map(it -> it.repository().substring(0, it.repository().indexOf('/'))).orElse(user);
    if (!namespace.equals(user)) {
      return Result.pass("Docker Hub tells the number for the own user only, not for " + namespace);
    }
    Optional<String> token = session.get();
    if (token.isEmpty()) {
      return rejected();
    }
    Response response =
        context()
            .http()
            .get(
                endpoints
                    .hub()
                    .resolve("/v2/users/" + encoded(namespace) + "/private_repositories"),
                bearer(token.get()));
    Optional<Integer> left =
        response.text("private_repos_available").flatMap(DockerHubRegistry::number);
    if (left.isEmpty()) {
      return Result.pass("Docker Hub does not tell the number for " + namespace);
    }
    return left.get() > 0
        ? Result.pass("%d private repositories are left to %s".formatted(left.get(), namespace))
        : Result.warn(
            "%s has used up its private repositories; a new repository must be public"
                .formatted(namespace));
  }

  /** The limit is in the headers of every manifest; a HEAD request does not count against it. */
  private Result rateLimit() {
    URI tokens =
        endpoints
            .tokens()
            .resolve("/token?service=registry.docker.io&scope=repository:" + LIMITED + ":pull");
    Response token = context().http().get(tokens, basic());
    Optional<String> value = token.text("token");
    if (value.isEmpty()) {
      return Result.unknown(unexpected("reading the rate limit", token));
    }
    Response response =
        context()
            .http()
            .head(
                endpoints.registry().resolve("/v2/" + LIMITED + "/manifests/latest"),
                bearer(value.get()));
    Optional<Integer> left =
        response
            .header("ratelimit-remaining")
            .map(it -> it.replaceFirst(";.*", ""))
            .flatMap(DockerHubRegistry::number);
    if (response.status() == 429 || left.equals(Optional.of(0))) {
      return Result.warn("Docker Hub's rate limit is used up; pulls during a push will be delayed");
    }
    return left.map(it -> Result.pass("%d pulls are left of the rate limit".formatted(it)))
        .orElseGet(() -> Result.pass("no rate limit applies to these credentials"));
  }

  private Map<String, String> basic() {
    try {
      return context()
          .credentials()
          .basicAuthorization()
          .map(it -> Map.of("Authorization", it))
          .orElse(Map.of());
    } catch (BerthException e) {
      return Map.of();
    }
  }

  /** A response of the web API that does not tell whether the prerequisite is met. */
  private static String unexpected(String what, Response response) {
    return "%s: the service responds %d".formatted(what, response.status());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<Integer> number(String text) {
    return text.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }
}
