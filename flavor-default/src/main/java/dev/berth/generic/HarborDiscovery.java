package dev.berth.generic;

import dev.berth.spi.BaseContainerRegistryFlavor.Discovered;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient.Response;
import dev.berth.spi.RegistryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The projects of a Harbor that a login sees, without those that it may not push to: proxy caches,
 * and others' public projects.
 */
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
    if (!config.hasUri() || !config.uri().path().isEmpty()) {
      throw new BerthException(ErrorCode.INVALID, "give the host of Harbor: --uri HOST");
    }
    String host = config.uri().host();
    if (context.credentials().isAnonymous()) {
      context.warn(
          "there are no credentials for %s: only public projects are listed".formatted(host));
    }
    var api = new CompanyApi(context, config.endpointAt(host), "", Map.of());
    List<Discovered> found = new ArrayList<>();
    long seen = 0;
    for (int page = 1; page <= MAX_PAGES; page++) {
      Response answer = page(api, host, page);
      List<?> projects = (List<?>) answer.body();
      for (Object project : projects) {
        project(new Response(answer.status(), Map.of(), project), host).ifPresent(found::add);
      }
      seen += projects.size();
      if (projects.isEmpty() || seen >= total(answer, projects, seen)) {
        return found;
      }
    }
    context.warn("%s has more projects than the first %,d".formatted(host, seen));
    return found;
  }

  /** Harbor tells it in a header; a server that does not has a last page that is not full. */
  private static long total(Response answer, List<?> projects, long seen) {
    return answer
        .header("X-Total-Count")
        .filter(it -> it.matches("\\d{1,9}"))
        .map(Long::parseLong)
        .orElse(projects.size() < PAGE ? seen : Long.MAX_VALUE);
  }

  private static Response page(CompanyApi api, String host, int page) {
    Response answer = api.get("/api/v2.0/projects?page_size=%d&page=%d".formatted(PAGE, page));
    boolean isList = answer.body() instanceof List<?> items && areProjects(items);
    if (answer.isSuccess() && isList) {
      return answer;
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

  private static boolean areProjects(List<?> items) {
    return items.stream().allMatch(it -> it instanceof Map<?, ?> map && map.containsKey("name"));
  }

  private static Optional<Discovered> project(Response project, String host) {
    boolean proxy = project.text("registry_id").filter(id -> !id.equals("0")).isPresent();
    boolean mayPush =
        project.find("current_user_role_ids").map(HarborDiscovery::mayPush).orElse(true);
    String access =
        project.text("metadata", "public").filter("true"::equals).isPresent()
            ? "public"
            : "private";
    String repositories =
        project.text("repo_count").filter(it -> it.matches("\\d{1,18}")).orElse("0");
    return project
        .text("name")
        .filter(name -> !proxy && mayPush)
        .map(
            name ->
                new Discovered(
                    name,
                    host + "/" + name,
                    "%s project, %s %s"
                        .formatted(
                            access,
                            repositories,
                            repositories.equals("1") ? "repository" : "repositories")));
  }

  /** Whether one of the roles is project administrator, developer or maintainer. */
  private static boolean mayPush(Object roles) {
    return !(roles instanceof List<?> ids)
        || ids.stream().anyMatch(id -> Set.of("1", "2", "4").contains(String.valueOf(id)));
  }
}
