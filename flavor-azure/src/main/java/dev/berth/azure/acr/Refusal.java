package dev.berth.azure.acr;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import dev.berth.reference.PlainText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry's response with a status that is not 2xx.
 *
 * @param status the HTTP status
 * @param words the message of its body
 */
record Refusal(int status, String words) {
  private static final Pattern BLOCKED =
      Pattern.compile("client with IP '?([0-9a-fA-F.:]*)'? is not allowed");

  /** Parses the error of a response (distribution specification, "Error Codes"). */
  static Refusal of(int status, String body) {
    return new Refusal(status, PlainText.excerpt(errors(body).orElse("")));
  }

  private static Optional<String> errors(String body) {
    try (JsonReader reader = JsonProviders.createReader(body)) {
      if (reader.readUntyped() instanceof Map<?, ?> answer
          && answer.get("errors") instanceof List<?> errors
          && !errors.isEmpty()
          && errors.get(0) instanceof Map<?, ?> first) {
        return Optional.of(first.get("code") + ": " + first.get("message"));
      }
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** The address that the registry's firewall blocks; empty for another reason. */
  Optional<String> blockedAddress() {
    Matcher blocked = BLOCKED.matcher(words);
    return status == 403 && blocked.find() ? Optional.of(blocked.group(1)) : Optional.empty();
  }

  /** Whether another try may succeed. */
  boolean isTransient() {
    return status == 408 || status == 429 || status >= 500;
  }

  /** For the end of a sentence. */
  @Override
  public String toString() {
    String what = status == 429 ? "429, too many requests" : Integer.toString(status);
    return words.isEmpty() ? what : what + ": " + words;
  }
}
