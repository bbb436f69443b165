package dev.berth.spi;

import java.net.URI;
import java.util.Map;

/**
 * Calls the web API of the service that a registry belongs to. TLS always, but on this machine and
 * where the registry is insecure; certificates as the registry's configuration says; no redirects,
 * no cookies; answers of at most 1 MiB. Safe for use by several threads.
 */
public interface JsonClient {
  /**
   * Gets a resource.
   *
   * @param headers for instance {@code Authorization}; the caller sees to it that a credential is
   *     for this URI's origin
   * @return the answer, whatever its status
   * @throws BerthException {@link ErrorCode#TRANSIENT} when none comes, {@link ErrorCode#REFUSED}
   *     when it is not one
   */
  ApiAnswer get(URI uri, Map<String, String> headers);

  /** The same, for the headers of the answer alone. */
  ApiAnswer head(URI uri, Map<String, String> headers);

  /**
   * Posts a JSON object.
   *
   * @param body its fields, texts
   */
  ApiAnswer post(URI uri, Map<String, String> headers, Map<String, String> body);
}
