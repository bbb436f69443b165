package dev.berth.azure.acr;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry says with a status that is no success.
 *
 * @param status the HTTP status
 * @param words what its body says, fit for a message
 */
record Refusal(int status, String words) {
  private static final Pattern BLOCKED =
      Pattern.compile("client with IP '?([0-9a-fA-F.:]*)'? is not allowed");
  private static final int MAX_WORDS = 300;

  /** Reads the errors of the distribution specification ("Error Codes"), which ACR speaks too. */
  static Refusal of(int status, String body) {
    return new Refusal(status, plain(errors(body).orElse("")));
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

  /** One line without control characters, cut where it is too long. */
  static String plain(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    return line.length() <= MAX_WORDS ? line : line.substring(0, MAX_WORDS) + "…";
  }

  /** The address that the registry's firewall lets not in; empty where it is not the firewall. */
  Optional<String> blockedAddress() {
    Matcher blocked = BLOCKED.matcher(words);
    return status == 403 && blocked.find() ? Optional.of(blocked.group(1)) : Optional.empty();
  }

  /** Whether asking again later may help. */
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
