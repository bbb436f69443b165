package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.Credentials;
import dev.berth.spi.JsonClient;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.ImmutableTag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry of GitLab (GitLab's documentation, "Container registry"). */
final class GitLabRegistry extends BaseContainerRegistry {
  // A group and a project ("Naming convention for your container images").
  private static final int MIN_SEGMENTS = 2;

  private final GitLabRegistryConfig config;
  private final String gitLab;

  GitLabRegistry(RegistryContext context) {
    super(context);
    this.config = context.config(GitLabRegistryConfig.class);
    this.gitLab = config.host().orElse("gitlab.com");
  }

  @Override
  public Login login() {
    Optional<String> user = context().variable("CI_REGISTRY_USER");
    Optional<String> password = context().variable("CI_REGISTRY_PASSWORD");
    Optional<String> token = context().variable("CI_JOB_TOKEN");
    if (!isOwnJob()) {
      return missing("this is not a job of %s (CI_SERVER_HOST)".formatted(gitLab));
    }
    if (user.isPresent() && password.isPresent()) {
      return Login.found(
          Credentials.basic(user.get(), password.get()),
          "CI_REGISTRY_USER and CI_REGISTRY_PASSWORD");
    }
    return token.isPresent()
        ? Login.found(Credentials.basic("gitlab-ci-token", token.get()), "CI_JOB_TOKEN")
        : missing("neither CI_REGISTRY_USER with CI_REGISTRY_PASSWORD nor CI_JOB_TOKEN is set");
  }

  private Login missing(String reason) {
    return Login.missing(
        reason, "create a token with write_registry and run docker login " + config.uri().host());
  }

  /** A job's credentials are for the registry of its own GitLab only. */
  private boolean isOwnJob() {
    return context()
        .variable("CI_SERVER_HOST")
        .map(host -> gitLab.equals(host) || gitLab.startsWith(host + ":"))
        .orElse(false);
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    return image
        .map(
            it ->
                List.of(
                    new Check("path", () -> path(it)),
                    new Check("permission", () -> permission(it)).afterLogin(),
                    new Check("tag", () -> tag(it)).afterLogin()))
        .orElse(List.of());
  }

  private static Result path(ImageReference image) {
    int segments = image.repository().split("/", -1).length;
    return segments < MIN_SEGMENTS
        ? Result.fail(image.name() + " names no project: HOST/GROUP/PROJECT[/IMAGE]")
            .withRemedy(image.host() + "/GROUP/PROJECT/" + image.repository())
        : Result.pass(image.name() + " is below a project");
  }

  /**
   * Whether the project's rules let the token set the tag. The registry's token has the patterns of
   * the protected tags that its user may not push, and of immutable tags (GitLab's documentation,
   * "Protected container tags" and "Immutable container tags"), in RE2's syntax.
   */
  private Result tag(ImageReference image) {
    if (image.tag().isEmpty()) {
      return Result.pass("no tag is set");
    }
    Map<String, Object> grant = context().probe().grant(image);
    var token = new JsonClient.Response(200, Map.of(), grant);
    var denied = TagPatterns.of(token.find("meta", "tag_deny_access_patterns", "push"));
    var immutable = TagPatterns.of(token.find("meta", "tag_immutable_patterns"));
    String tag = image.tag().get();
    Optional<String> rule = denied.find(tag);
    if (rule.isPresent()) {
      return Result.fail(
              "tag %s is protected by the rule '%s', and the token's role may not push it"
                  .formatted(tag, rule.get()))
          .withRemedy("push another tag, or ask a maintainer of the project to push it");
    }
    if (immutable.find(tag).isEmpty()) {
      return Result.pass("tag " + tag + " can be changed");
    }
    return ImmutableTag.verdict(
        tag, context().probe().digest(image), context().plan(image).digest());
  }

  /** Checks what the token service grants, and whether the registry accepts uploads. */
  private Result permission(ImageReference image) {
    Result granted = context().probe().granted(image);
    return granted.isFailure()
        ? granted.withRemedy(
            "the project must exist at %s with its container registry enabled, and the token must"
                    .formatted(gitLab)
                + " have write_registry and the role Developer there")
        : context().probe().push(image);
  }
}
