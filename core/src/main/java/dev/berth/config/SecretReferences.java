package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.spi.SecretReference;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References to secret values in text properties, {@code {{secret.key}}}. */
public final class SecretReferences {
  private static final Pattern BRACES = Pattern.compile("\\{\\{.*?}}", Pattern.DOTALL);

  private SecretReferences() {}

  /** All references in a configuration, in their order. */
  public static Set<SecretReference> of(Map<String, ?> configuration) {
    return of(new PropertyValues().tree(configuration));
  }

  /** All secret values that a configuration uses: the references, and those of its login. */
  public static Set<SecretReference> used(Map<String, ?> configuration) {
    Set<SecretReference> used = new LinkedHashSet<>(of(configuration));
    if (configuration.get("authenticationSecret") instanceof String login && !login.isEmpty()) {
      used.add(new SecretReference(login, "username"));
      used.add(new SecretReference(login, "password"));
    }
    return used;
  }

  static Set<SecretReference> of(JsonNode value) {
    Set<SecretReference> found = new LinkedHashSet<>();
    collect(value, found);
    return found;
  }

  private static void collect(JsonNode value, Set<SecretReference> found) {
    if (value.isTextual()) {
      Matcher matcher = BRACES.matcher(value.textValue());
      while (matcher.find()) {
        if (isReference(matcher.group())) {
          found.add(SecretReference.parse(matcher.group()));
        }
      }
    }
    value.forEach(each -> collect(each, found));
  }

  private static boolean isReference(String text) {
    try {
      SecretReference.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether a text in the value has "{{" without a valid reference. */
  static boolean isMalformed(JsonNode value) {
    if (value.isTextual()) {
      Matcher matcher = BRACES.matcher(value.textValue());
      boolean malformed = false;
      while (matcher.find()) {
        malformed |= !isReference(matcher.group());
      }
      return malformed || matcher.replaceAll("").contains("{{");
    }
    for (JsonNode each : value) {
      if (isMalformed(each)) {
        return true;
      }
    }
    return false;
  }

  /** The text with the values in the places of their references. */
  public static String resolve(String text, Function<SecretReference, String> secrets) {
    return BRACES
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(secrets.apply(SecretReference.parse(match.group()))));
  }

  /** Replaces references by their values. */
  static JsonNode resolve(JsonNode value, Function<SecretReference, String> secrets) {
    if (value.isTextual()) {
      return TextNode.valueOf(resolve(value.textValue(), secrets));
    }
    if (value instanceof ArrayNode array) {
      ArrayNode resolved = array.arrayNode();
      array.forEach(each -> resolved.add(resolve(each, secrets)));
      return resolved;
    }
    if (value instanceof ObjectNode object) {
      ObjectNode resolved = object.objectNode();
      object.properties().forEach(e -> resolved.set(e.getKey(), resolve(e.getValue(), secrets)));
      return resolved;
    }
    return value;
  }
}
