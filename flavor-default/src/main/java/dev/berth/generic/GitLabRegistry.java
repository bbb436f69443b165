package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.CheckResult;
import dev.berth.spi.Credentials;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A registry of GitLab (GitLab's documentation, "Container registry"). */
final class GitLabRegistry extends BaseContainerRegistry {
  // A group and a project ("Naming convention for your container images").
  private static final int LEAST_SEGMENTS = 2;

  private final String gitLab;

  GitLabRegistry(RegistryContext context) {
    super(context);
    this.gitLab = context.config(GitLabRegistryConfig.class).host().orElse("gitlab.com");
  }

  @Override
  protected Login login() {
    Optional<String> user = context().variable("CI_REGISTRY_USER");
    Optional<String> password = context().variable("CI_REGISTRY_PASSWORD");
    if (!isOwnJob()) {
      return Login.none("this is no job of %s (CI_SERVER_HOST)".formatted(gitLab));
    }
    if (user.isPresent() && password.isPresent()) {
      return Login.with(
          Credentials.basic(user.get(), password.get()),
          "CI_REGISTRY_USER and CI_REGISTRY_PASSWORD");
    }
    return context()
        .variable("CI_JOB_TOKEN")
        .map(token -> Login.with(Credentials.basic("gitlab-ci-token", token), "CI_JOB_TOKEN"))
        .orElseGet(
            () ->
                Login.none(
                    "there is no CI_REGISTRY_USER with CI_REGISTRY_PASSWORD and no CI_JOB_TOKEN"));
  }

  /** A job's logins are for the registry of its own GitLab alone. */
  private boolean isOwnJob() {
    return context()
        .variable("CI_SERVER_HOST")
        .map(host -> gitLab.equals(host) || gitLab.startsWith(host + ":"))
        .orElse(false);
  }

  @Override
  protected Optional<String> wayToLogIn() {
    return Optional.of(
        "make a token with write_registry and docker login %s"
            .formatted(context().config(GitLabRegistryConfig.class).uri().host()));
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    RegistryProbe probe = context().probe(this::credentials);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("login", probe::login));
    image.ifPresent(
        it -> {
          checks.add(new Check("path", () -> path(it)));
          checks.add(new Check("scope", () -> afterLogin(() -> granted(it, probe))));
          checks.add(new Check("push", () -> afterLogin(() -> probe.push(it))));
        });
    return checks;
  }

  private static CheckResult path(ImageReference image) {
    int segments = image.repository().split("/", -1).length;
    return segments < LEAST_SEGMENTS
        ? CheckResult.fail(image.name() + " names no project: HOST/GROUP/PROJECT[/IMAGE]")
            .withRemedy(image.host() + "/GROUP/PROJECT/" + image.repository())
        : CheckResult.pass(image.name() + " is below a project");
  }

  private CheckResult granted(ImageReference image, RegistryProbe probe) {
    CheckResult result = probe.granted(image);
    return result.isFailure()
        ? result.withRemedy(
            "the project must exist at %s with its container registry on, and the token have"
                    .formatted(gitLab)
                + " write_registry and the role Developer there")
        : result;
  }
}
