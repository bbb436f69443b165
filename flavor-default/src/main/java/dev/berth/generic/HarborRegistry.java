package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient.Response;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.ImmutableTag;
import dev.berth.spi.support.Lazy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry of Harbor (Harbor's API, version 2.0: {@code api/v2.0/swagger.yaml}). */
final class HarborRegistry extends BaseContainerRegistry {
  private static final String MORE_ROOM =
      "delete artifacts and run the garbage collection, or raise the quota";
  private static final String PROJECTS = "/api/v2.0/projects/";
  // A project whose name is a number is found by its name, and not by its ID.
  private static final Map<String, String> NAMES = Map.of("X-Is-Resource-Name", "true");

  private final HarborRegistryConfig config;
  private final CompanyApi api;

  HarborRegistry(RegistryContext context) {
    super(context);
    this.config = context.config(HarborRegistryConfig.class);
    this.api = new CompanyApi(context, config.endpointAt(config.uri().host()), "", NAMES);
  }

  @Override
  public Login login() {
    return Login.missing(
        "the flavor has no login of its own",
        "berth secret set with a robot account: --username 'robot$PROJECT+NAME'");
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    return image.map(this::imageChecks).orElse(List.of());
  }

  private List<Check> imageChecks(ImageReference image) {
    int slash = image.repository().indexOf('/');
    if (slash < 0) {
      return List.of(new Check("path", () -> tooShort(image)));
    }
    String project = image.repository().substring(0, slash);
    String repository = image.repository().substring(slash + 1);
    PushPlan plan = context().plan(image);
    var found = new Lazy<Result>(() -> project(project));
    return List.of(
        new Check("repository", found).afterLogin(),
        new Check("quota", () -> quota(project, plan)).afterLogin(),
        new Check("tag", () -> tag(image, project, repository)).afterLogin(),
        new Check("permission", () -> permission(image, found.get())).afterLogin());
  }

  private Result tooShort(ImageReference image) {
    boolean isProject = config.uri().path().equals(image.repository());
    return Result.fail(image.name() + " is too short: HOST/PROJECT/REPOSITORY")
        .withRemedy(
            isProject
                ? "push to " + image.name() + "/REPOSITORY"
                : "push to " + image.host() + "/PROJECT/" + image.repository());
  }

  private Result project(String project) {
    Response answer = api.get(PROJECTS + CompanyApi.segment(project));
    return switch (answer.status()) {
      case 200 -> suits(project, answer);
      case 404 -> missing(project);
      // Harbor does not show a project, or that it does not exist, to everybody.
      case 401, 403 -> hidden(project);
      default -> Result.unknown("whether project %s exists: ".formatted(project) + said(answer));
    };
  }

  private static Result suits(String project, Response found) {
    if (found.text("name").isEmpty()) {
      return Result.unknown(
          "whether project %s exists: the answer is not Harbor's".formatted(project));
    }
    boolean proxy = found.text("registry_id").filter(id -> !id.equals("0")).isPresent();
    return proxy
        ? Result.fail("project %s is a proxy cache, which takes no pushes".formatted(project))
            .withRemedy("push to another project")
        : Result.pass("project %s exists".formatted(project));
  }

  private Result hidden(String project) {
    int status =
        api.head("/api/v2.0/projects?project_name=" + CompanyApi.segment(project)).status();
    return switch (status) {
      case 200 -> Result.pass("project %s exists".formatted(project));
      case 404 -> missing(project);
      default ->
          Result.unknown("whether project %s exists is not shown to this login".formatted(project));
    };
  }

  private Result missing(String project) {
    return config.createProject()
        ? Result.pass("project %s does not exist yet; the push creates it".formatted(project))
            .then("created project " + project, () -> create(project))
        : Result.fail("project %s does not exist, and a push does not create it".formatted(project))
            .withRemedy(
                "create it in Harbor, or let a push create it: berth container-registry update NAME"
                    + " --create-project");
  }

  private boolean create(String project) {
    Response answer = api.post("/api/v2.0/projects", Map.of("project_name", project));
    if (answer.isSuccess()) {
      return true;
    }
    if (answer.status() == 409) {
      return false;
    }
    throw new BerthException(
        ErrorCode.PREREQUISITE,
        "creating project %s: %s".formatted(project, said(answer)),
        "ask an administrator of Harbor to create it");
  }

  /** Whether the project's storage quota has room; -1 is no limit. */
  private Result quota(String project, PushPlan plan) {
    Response answer = api.get(PROJECTS + CompanyApi.segment(project) + "/summary");
    long limit = number(answer.text("quota", "hard", "storage"));
    if (!answer.isSuccess() || limit < 0) {
      return Result.pass("project %s shows no quota".formatted(project));
    }
    long left = limit - Math.max(0, number(answer.text("quota", "used", "storage")));
    String room =
        "the storage quota of project %s has %,d of %,d bytes left"
            .formatted(project, Math.max(left, 0), limit);
    // Layers that are in the project already need no room.
    return left <= 0 || plan.largestLayer() > left
        ? Result.warn(room + "; Harbor refuses layers that need more").withRemedy(MORE_ROOM)
        : Result.pass(room);
  }

  private static long number(Optional<String> text) {
    return text.filter(it -> it.matches("-?\\d{1,18}")).map(Long::parseLong).orElse(-1L);
  }

  private Result tag(ImageReference image, String project, String repository) {
    if (image.tag().isEmpty()) {
      return Result.pass("no tag is set");
    }
    String tag = image.tag().get();
    Response rules =
        api.get(PROJECTS + CompanyApi.segment(project) + "/immutabletagrules?page_size=100");
    if (!rules.isSuccess()) {
      return Result.pass("the project's rules for immutable tags are not shown to this login");
    }
    if (!HarborRules.of(rules.body()).areImmutable(repository, tag)) {
      return Result.pass("tag " + tag + " can be changed");
    }
    return ImmutableTag.verdict(
        tag, context().probe().digest(image), context().plan(image).digest());
  }

  private Result permission(ImageReference image, Result project) {
    if (project.preparation().isPresent()) {
      return Result.pass("not checked: the push creates the project first");
    }
    Result result = context().probe().push(image);
    return result.isFailure()
        ? result.withRemedy(
            "the login needs 'push repository' on the project; a robot's name has a '$', which a"
                + " shell replaces unless it is quoted: 'robot$PROJECT+NAME'")
        : result;
  }

  private static String said(Response answer) {
    return answer
        .text("errors", "0", "message")
        .map(words -> "%d: %s".formatted(answer.status(), words))
        .orElseGet(() -> "Harbor responds " + answer.status());
  }
}
