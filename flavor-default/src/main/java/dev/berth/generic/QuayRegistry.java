package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.JsonClient.Response;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.Lazy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry of Quay (Red Hat Quay's API guide, version 1). */
final class QuayRegistry extends BaseContainerRegistry {
  /** The user name that makes the password a token of the web API, which robots have none of. */
  private static final String TOKEN_USER = "$oauthtoken";

  private final CompanyApi api;

  QuayRegistry(RegistryContext context) {
    super(context);
    QuayRegistryConfig config = context.config(QuayRegistryConfig.class);
    this.api =
        new CompanyApi(context, config.endpointAt(config.uri().host()), TOKEN_USER, Map.of());
  }

  @Override
  public Login login() {
    return Login.missing(
        "the flavor has no login of its own",
        "berth secret set with a robot account: --username 'NAMESPACE+ROBOT'");
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    return image.map(this::imageChecks).orElse(List.of());
  }

  private List<Check> imageChecks(ImageReference image) {
    int slash = image.repository().indexOf('/');
    if (slash < 0) {
      return List.of(
          new Check(
              "path",
              () ->
                  Result.fail(image.name() + " names no namespace: HOST/NAMESPACE/REPOSITORY")
                      .withRemedy(image.host() + "/NAMESPACE/" + image.repository())));
    }
    String namespace = image.repository().substring(0, slash);
    var answer =
        new Lazy<Response>(() -> api.get("/api/v1/repository/" + path(image.repository())));
    return List.of(
        new Check("identity", () -> identity(namespace)).afterLogin(),
        new Check("repository", () -> repository(image, namespace, answer.get())).afterLogin(),
        new Check("permission", () -> permission(image, answer.get())).afterLogin());
  }

  /** Whether a robot, {@code NAMESPACE+NAME}, belongs to the image's namespace. */
  private Result identity(String namespace) {
    String user = context().credentials().username().orElse("");
    int plus = user.indexOf('+');
    if (plus < 0) {
      return Result.pass("the login is no robot account");
    }
    String own = user.substring(0, plus);
    return own.equals(namespace)
        ? Result.pass("robot %s is of the namespace %s".formatted(user, namespace))
        : Result.fail(
                "robot %s is of the namespace %s, and cannot push to %s"
                    .formatted(user, own, namespace))
            .withRemedy("use a robot account of " + namespace);
  }

  private Result repository(ImageReference image, String namespace, Response answer) {
    return switch (answer.status()) {
      case 200 -> suits(image, answer);
      case 404 -> missing(image, namespace);
      // A robot account has no access to the web API.
      case 401, 403 ->
          Result.pass("the state of %s is not shown to this login".formatted(image.name()));
      default ->
          Result.unknown(
              "the state of %s: Quay responds %d".formatted(image.name(), answer.status()));
    };
  }

  private static String path(String repository) {
    int slash = repository.indexOf('/');
    return CompanyApi.segment(repository.substring(0, slash))
        + "/"
        + CompanyApi.segment(repository.substring(slash + 1)).replace("%2F", "/");
  }

  private static Result suits(ImageReference image, Response repository) {
    if (!(repository.body() instanceof Map<?, ?> fields) || fields.isEmpty()) {
      return Result.unknown("the state of %s: the answer is not Quay's".formatted(image.name()));
    }
    String state = repository.text("state").orElse("NORMAL");
    if (!state.equals("NORMAL")) {
      return Result.fail(
              "repository %s has the state %s, which takes no pushes"
                  .formatted(image.name(), state))
          .withRemedy("set its state to NORMAL, or push to another repository");
    }
    return repository.text("can_write").equals(Optional.of("false"))
        ? Result.fail("the login may not write to " + image.name())
            .withRemedy("give it the permission Write on the repository")
        : Result.pass(image.name() + " exists");
  }

  private Result missing(ImageReference image, String namespace) {
    String name = CompanyApi.segment(namespace);
    boolean known =
        api.get("/api/v1/organization/" + name).status() != 404
            || api.get("/api/v1/users/" + name).status() != 404;
    if (!known) {
      return Result.fail(
              "there is no organization or user '%s' at %s".formatted(namespace, image.host()))
          .withRemedy("create the organization, or push to one that exists");
    }
    return isRobot()
        ? Result.warn(
                "%s does not exist, or is not shown to the robot account, which creates none unless its team may"
                    .formatted(image.name()))
            .withRemedy("create the repository, and give the robot account Write on it")
        : Result.pass(image.name() + " does not exist yet; the push creates it");
  }

  private boolean isRobot() {
    return context().credentials().username().filter(it -> it.contains("+")).isPresent();
  }

  /**
   * Quay creates a missing repository when a token to push to it is asked for, so that is asked
   * only where the repository exists, or the login is a robot's, which creates none.
   */
  private Result permission(ImageReference image, Response repository) {
    if (!repository.isSuccess() && !isRobot()) {
      return Result.pass("not checked: asking for it would create a missing repository");
    }
    Result granted = context().probe().granted(image);
    return granted.isFailure()
        ? granted.withRemedy("give the login the permission Write on the repository")
        : context().probe().push(image);
  }
}
