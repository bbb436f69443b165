package dev.berth.localregistry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.localregistry.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Selects the endpoint for a request by its path. */
final class Routes implements HttpServerRequestHandler {
  private record Route(Pattern path, Endpoint endpoint) {
    Route(String path, Endpoint endpoint) {
      this(Pattern.compile(path), endpoint);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final List<Route> routes;

  Routes(Storage storage, Uploads uploads) {
    var uploading = new UploadEndpoint(storage, uploads);
    var lists = new ListEndpoints(storage);
    routes =
        List.of(
            new Route("/v2/?()()", Routes::version),
            new Route("/v2/_catalog()()", lists::catalog),
            new Route("/v2/(.+)/tags/list()", lists::tags),
            new Route("/v2/(.+)/blobs/uploads/?()", uploading::begin),
            new Route("/v2/(.+)/blobs/uploads/([^/]+)", uploading),
            new Route("/v2/(.+)/blobs/([^/]+)", new BlobEndpoint(storage)),
            new Route("/v2/(.+)/manifests/([^/]+)", new ManifestEndpoint(storage)),
            new Route("/v2/(.+)/referrers/([^/]+)", new ReferrersEndpoint(storage)));
  }

  @Override
  public void handle(ClassicHttpRequest http, ResponseTrigger trigger, HttpContext context)
      throws HttpException, IOException {
    trigger.submitResponse(answer(http).http());
  }

  private Response answer(ClassicHttpRequest http) throws IOException {
    try {
      BrowserGuard.check(http);
      return answer(new Request(http));
    } catch (RegistryError e) {
      return e.response();
    } catch (ClientGone e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} {} failed", http.getMethod(), http.getPath(), e);
      return Response.error(RegistryErrorCode.UNKNOWN, "the registry failed: " + e)
          .header("Connection", "close");
    }
  }

  private Response answer(Request request) throws IOException {
    for (var route : routes) {
      var matcher = route.path().matcher(request.path());
      if (matcher.matches()) {
        String name = matcher.group(1);
        if (!name.isEmpty()) {
          Names.repository(name);
        }
        return route.endpoint().answer(request, name, matcher.group(2));
      }
    }
    return Response.error(RegistryErrorCode.PATH_UNKNOWN, "unknown path");
  }

  private static Response version(Request request, String name, String reference) {
    return switch (request.method()) {
      case "GET", "HEAD" -> Response.of(200).json(JsonNodeFactory.instance.objectNode());
      default -> throw request.unsupported();
    };
  }
}
