package dev.berth.localregistry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.localregistry.storage.Repository;
import dev.berth.localregistry.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v2/_catalog} and {@code /v2/<name>/tags/list}, with pagination. */
final class ListEndpoints {
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

  private final Storage storage;

  ListEndpoints(Storage storage) {
    this.storage = storage;
  }

  Response catalog(Request request, String unused, String reference) throws IOException {
    requireRead(request);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return page(request, storage.repositoryNames(Names::isRepository), body, "repositories");
  }

  Response tags(Request request, String name, String unused) throws IOException {
    requireRead(request);
    Repository repository = storage.repository(name);
    if (!repository.exists()) {
      throw new RegistryError(RegistryErrorCode.NAME_UNKNOWN, "there is no repository " + name);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
    return page(request, repository.tags().all(), body, "tags");
  }

  private static void requireRead(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw request.unsupported();
    }
  }

  private static Response page(
      Request request, List<String> sorted, ObjectNode body, String field) {
    String last = request.parameter("last");
    List<String> rest =
        sorted.stream().filter(each -> last == null || each.compareTo(last) > 0).toList();
    int limit = Math.min(limit(request.parameter("n")), rest.size());
    List<String> page = rest.subList(0, limit);
    page.forEach(body.putArray(field)::add);
    var reply = Response.of(200).json(body);
    if (page.isEmpty() || limit == rest.size()) {
      return reply;
    }
    // Names need no escaping: only the slash is special, and a query may contain it.
    String next = request.path() + "?last=" + page.get(limit - 1) + "&n=" + limit;
    return reply.header("Link", "<" + next + ">; rel=\"next\"");
  }

  private static int limit(@Nullable String n) {
    if (n == null) {
      return Integer.MAX_VALUE;
    }
    if (!COUNT.matcher(n).matches()) {
      throw new RegistryError(
          RegistryErrorCode.PAGINATION_INVALID, "n must be a number of entries");
    }
    return Integer.parseInt(n);
  }
}
