package dev.berth.push.http;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request, without its authorization and before any redirect.
 *
 * @param method the HTTP method
 * @param target the URI, or a path on the registry
 * @param headers the headers, without those of the connection or the login
 * @param body the body to send
 * @param maxBody the largest body of a successful response in bytes; 0 if only its status and its
 *     headers are needed; {@link #STREAM} if the caller reads the body itself
 * @param timeout how long to wait for the response once the request is sent
 * @param repeatable whether it may be sent twice
 * @param step the current step, to begin a failure's message with
 */
public record Request(
    String method,
    URI target,
    Map<String, String> headers,
    Optional<Body> body,
    int maxBody,
    Duration timeout,
    boolean repeatable,
    String step) {
  /** The body of a successful response is read by the caller, bit by bit. */
  static final int STREAM = -1;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  public static Request of(String method, URI target, String step) {
    return new Request(method, target, Map.of(), Optional.empty(), 0, TIMEOUT, true, step);
  }

  public static Request of(String method, String path, String step) {
    return of(method, URI.create(path), step);
  }

  Request at(URI newTarget) {
    return new Request(method, newTarget, headers, body, maxBody, timeout, repeatable, step);
  }

  public Request with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Request(method, target, all, body, maxBody, timeout, repeatable, step);
  }

  public Request sending(Body newBody) {
    return new Request(
        method, target, headers, Optional.of(newBody), maxBody, timeout, repeatable, step);
  }

  public Request maxBody(int bytes) {
    return new Request(method, target, headers, body, bytes, timeout, repeatable, step);
  }

  /** The same request; of a successful response, the caller reads and closes the stream. */
  public Request streamed() {
    return maxBody(STREAM);
  }

  public Request timeout(Duration newTimeout) {
    return new Request(method, target, headers, body, maxBody, newTimeout, repeatable, step);
  }

  /** The same request, sent only once even if it fails. */
  public Request once() {
    return new Request(method, target, headers, body, maxBody, timeout, false, step);
  }
}
