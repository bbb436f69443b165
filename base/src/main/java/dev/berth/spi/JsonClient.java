package dev.berth.spi;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls the JSON web API of the service that a registry belongs to. It uses TLS, except on this
 * machine and where the registry is insecure, with the certificates of the registry's
 * configuration; it follows no redirects and keeps no cookies. A response has at most 1 MiB and
 * arrives within 10 seconds. Safe for use by several threads.
 *
 * @since 0.1
 */
public interface JsonClient {
  /**
   * Gets a resource.
   *
   * @param uri an absolute URI
   * @param headers for instance {@code Authorization}; the caller makes sure that a credential is
   *     sent to its own origin only
   * @return the response, also one that refuses the request
   * @throws BerthException with {@link ErrorCode#TRANSIENT} when there is no response, when its
   *     status is 408, 429 or one of a broken service (500, 502, 503, 504), or when a successful
   *     response is not JSON; {@link ErrorCode#REFUSED} when it is not an HTTP response or the URI
   *     must not be used
   */
  Response get(URI uri, Map<String, String> headers);

  /**
   * Gets the headers of a resource.
   *
   * @param uri an absolute URI
   * @param headers as for {@link #get}
   * @return the response without a body, whatever its status
   * @throws BerthException with {@link ErrorCode#TRANSIENT} when there is no response, {@link
   *     ErrorCode#REFUSED} as for {@link #get}
   */
  Response head(URI uri, Map<String, String> headers);

  /**
   * Posts a JSON object.
   *
   * @param uri an absolute URI
   * @param headers as for {@link #get}
   * @param body the object's fields, all text
   * @return the response, also one that refuses the request
   * @throws BerthException as {@link #get} does
   */
  Response post(URI uri, Map<String, String> headers, Map<String, String> body);

  /**
   * Posts a form, {@code application/x-www-form-urlencoded}.
   *
   * @param uri an absolute URI
   * @param headers as for {@link #get}
   * @param fields the form's fields
   * @return the response, also one that refuses the request
   * @throws BerthException as {@link #get} does
   */
  Response postForm(URI uri, Map<String, String> headers, Map<String, String> fields);

  /**
   * The response of a web API.
   *
   * @param status the HTTP status
   * @param headers the first value of each header, by its name in lower case
   * @param body the body's JSON: maps, lists, text, numbers and booleans; an empty map when the
   *     body is not JSON
   */
  record Response(int status, Map<String, String> headers, Object body) {
    /** {@return whether the status is 2xx} */
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /**
     * {@return a header's value}
     *
     * @param name the header's name, in any case
     */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * {@return the value at a path of field names; numbers are indexes of lists}
     *
     * @param path for instance {@code "permissions", "write"}
     */
    public Optional<Object> find(String... path) {
      @Nullable Object value = body;
      for (String name : path) {
        if (value instanceof Map<?, ?> map) {
          value = map.get(name);
        } else if (value instanceof List<?> list && name.matches("\\d{1,9}")) {
          int index = Integer.parseInt(name);
          value = index < list.size() ? list.get(index) : null;
        } else {
          value = null;
        }
      }
      return Optional.ofNullable(value);
    }

    /**
     * {@return the text at a path; numbers and booleans as they are written}
     *
     * @param path for instance {@code "permissions", "write"}
     */
    public Optional<String> text(String... path) {
      return find(path)
          .filter(value -> !(value instanceof Map<?, ?>) && !(value instanceof List<?>))
          .map(Object::toString);
    }

    /** Only the status, since headers and body may hold a token. */
    @Override
    public String toString() {
      return "status " + status;
    }
  }
}
