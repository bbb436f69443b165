package dev.berth.generic;

import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryFlavor.Discovered;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient.Response;
import dev.berth.spi.RegistryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The projects of a Harbor that a login sees, without proxy caches, which take no pushes. */
final class HarborDiscovery {
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 100;

  private final RegistryContext context;
  private final HarborRegistryConfig config;

  HarborDiscovery(RegistryContext context) {
    this.context = context;
    this.config = context.config(HarborRegistryConfig.class);
  }

  /** Harbor's API, version 2.0, {@code listProjects}. */
  List<Discovered> registries() {
    String host =
        config
            .host()
            .orElseThrow(
                () ->
                    new BerthException(ErrorCode.INVALID, "--uri is missing: the host of Harbor"));
    if (context.credentials().isAnonymous()) {
      context.warn(
          "there are no credentials for %s: only public projects are listed".formatted(host));
    }
    var api = new CompanyApi(context, config.endpointAt(host), "", Map.of());
    List<Discovered> found = new ArrayList<>();
    for (int page = 1; page <= MAX_PAGES; page++) {
      List<?> projects = page(api, host, page);
      for (int i = 0; i < projects.size(); i++) {
        project(new Response(200, Map.of(), projects.get(i)), host).ifPresent(found::add);
      }
      if (projects.size() < PAGE) {
        return found;
      }
    }
    context.warn("%s has more projects than the %,d listed".formatted(host, MAX_PAGES * PAGE));
    return found;
  }

  private static List<?> page(CompanyApi api, String host, int page) {
    Response answer = api.get("/api/v2.0/projects?page_size=%d&page=%d".formatted(PAGE, page));
    if (answer.isSuccess() && answer.body() instanceof List<?> projects) {
      return projects;
    }
    boolean refused = answer.status() == 401 || answer.status() == 403;
    String said = answer.text("errors", "0", "message").map(": "::concat).orElse("");
    throw new BerthException(
        refused ? ErrorCode.CREDENTIALS : ErrorCode.REFUSED,
        answer.isSuccess()
            ? "the list of projects that %s gives is not Harbor's".formatted(host)
            : "listing the projects of %s: it responds %d%s"
                .formatted(host, answer.status(), said));
  }

  private static Optional<Discovered> project(Response project, String host) {
    boolean proxy = project.text("registry_id").filter(id -> !id.equals("0")).isPresent();
    String access =
        project.text("metadata", "public").filter("true"::equals).isPresent()
            ? "public"
            : "private";
    String repositories = project.text("repo_count").orElse("0");
    return project
        .text("name")
        .filter(name -> !proxy)
        .map(
            name ->
                new Discovered(
                    name,
                    RegistryUri.parse(host + "/" + name),
                    "%s project, %s %s"
                        .formatted(
                            access,
                            repositories,
                            repositories.equals("1") ? "repository" : "repositories")));
  }
}
