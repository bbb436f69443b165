package dev.berth.push.http;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request, before it is known where it leads and what it is logged in with.
 *
 * @param method the HTTP method
 * @param target the URI, or a path on the registry
 * @param headers the headers, without those that belong to a connection or a login
 * @param body what is sent
 * @param limit how many bytes the body of a success may have, once decoded
 * @param patience how long to wait for the answer once the request is sent
 * @param repeatable whether sending it twice does no harm
 * @param step what it is for, to begin a failure's message with
 */
public record Request(
    String method,
    URI target,
    Map<String, String> headers,
    Optional<Body> body,
    int limit,
    Duration patience,
    boolean repeatable,
    String step) {
  private static final int SMALL = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public static Request of(String method, URI target, String step) {
    return new Request(method, target, Map.of(), Optional.empty(), SMALL, PATIENCE, true, step);
  }

  public static Request of(String method, String path, String step) {
    return of(method, URI.create(path), step);
  }

  Request at(URI newTarget) {
    return new Request(method, newTarget, headers, body, limit, patience, repeatable, step);
  }

  public Request with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Request(method, target, all, body, limit, patience, repeatable, step);
  }

  public Request sending(Body newBody) {
    return new Request(
        method, target, headers, Optional.of(newBody), limit, patience, repeatable, step);
  }

  public Request limitedTo(int bytes) {
    return new Request(method, target, headers, body, bytes, patience, repeatable, step);
  }

  public Request waiting(Duration newPatience) {
    return new Request(method, target, headers, body, limit, newPatience, repeatable, step);
  }

  /** A call that is sent once, whatever comes of it. */
  public Request once() {
    return new Request(method, target, headers, body, limit, patience, false, step);
  }
}
