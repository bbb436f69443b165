package dev.berth.spi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a web API answered.
 *
 * @param status the HTTP status
 * @param headers the headers' first values, their names in lower case
 * @param body the JSON of the body: maps, lists, texts, numbers and booleans; an empty map where
 *     the body is no JSON
 */
public record ApiAnswer(int status, Map<String, String> headers, Object body) {
  /** Whether the status is 2xx. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header's value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The value at a path of field names, {@code "permissions", "write"}; numbers index lists. */
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

  /** The text at a path; numbers and booleans as they are written. */
  public Optional<String> text(String... path) {
    return find(path)
        .filter(value -> !(value instanceof Map<?, ?>) && !(value instanceof List<?>))
        .map(Object::toString);
  }

  /** May hold a token: not for messages. */
  @Override
  public String toString() {
    return "status " + status;
  }
}
