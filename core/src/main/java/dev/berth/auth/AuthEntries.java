package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.Credentials;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The entries of a login file, as Docker (cli/config) and containers/image (pkg/docker/config) read
 * them.
 *
 * @param matching the entries that are for a registry: those with the longest path first, then
 *     those that name it as Docker does, then URLs
 */
record AuthEntries(List<Map.Entry<String, JsonNode>> matching) {
  /** Docker's name for Docker Hub in files and helpers. */
  static final String DOCKER_HUB = "https://index.docker.io/v1/";

  /** The entries of an object that are for the registry. */
  static AuthEntries of(JsonNode entries, RegistryUri name) {
    Comparator<Map.Entry<String, JsonNode>> length =
        Comparator.comparingInt(entry -> plain(entry.getKey()).orElseThrow().path().length());
    return new AuthEntries(
        entries.properties().stream()
            .filter(entry -> plain(entry.getKey()).filter(key -> covers(key, name)).isPresent())
            .sorted(length.reversed().thenComparing(entry -> isUrl(entry.getKey())))
            .toList());
  }

  /** Whether a key is a URL, which older programs wrote; for Docker Hub it is Docker's own name. */
  private static boolean isUrl(String key) {
    return key.contains("://") && !key.equals(DOCKER_HUB);
  }

  /** A member of an object; Go, in which both are written, ignores the case of names. */
  static JsonNode member(JsonNode object, String name) {
    if (object.has(name)) {
      return object.path(name);
    }
    return object.properties().stream()
        .filter(member -> member.getKey().equalsIgnoreCase(name))
        .reduce((first, last) -> last)
        .map(Map.Entry::getValue)
        .orElse(MissingNode.getInstance());
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = member(object, name);
    return value.isNull() ? "" : value.asText("");
  }

  private static boolean covers(RegistryUri key, RegistryUri name) {
    return key.host().equals(name.host())
        && (key.path().isEmpty()
            || key.path().equals(name.path())
            || name.path().startsWith(key.path() + "/"));
  }

  /** The registry that a key names. Docker Hub has several names; of a URL only the host counts. */
  static Optional<RegistryUri> plain(String key) {
    String rest = key.replaceFirst("^https?://", "");
    String named = rest.equals(key) ? rest.replaceFirst("/(v[12]/?)?$", "") : rest.split("/", 2)[0];
    try {
      return Optional.of(RegistryUri.parse(named.toLowerCase(Locale.ROOT)));
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }

  /** The first credentials. */
  Optional<Credentials> credentials() {
    return matching.stream().flatMap(entry -> credentials(entry.getValue()).stream()).findFirst();
  }

  private static Optional<Credentials> credentials(JsonNode entry) {
    String identityToken = text(entry, "identitytoken");
    if (!identityToken.isEmpty()) {
      return Optional.of(Credentials.identityToken(identityToken));
    }
    String registryToken = text(entry, "registrytoken");
    if (!registryToken.isEmpty()) {
      return Optional.of(Credentials.registryToken(registryToken));
    }
    if (!text(entry, "auth").isEmpty()) {
      return pair(entry);
    }
    String username = text(entry, "username");
    return username.isEmpty()
        ? Optional.empty()
        : Optional.of(Credentials.basic(username, text(entry, "password")));
  }

  /** Whether an entry cannot be read. */
  boolean isMalformed() {
    return matching.stream()
        .anyMatch(
            entry -> !text(entry.getValue(), "auth").isEmpty() && pair(entry.getValue()).isEmpty());
  }

  /** {@code username:password} in Base64, perhaps with line ends, and padded with zero bytes. */
  private static Optional<Credentials> pair(JsonNode entry) {
    String pair;
    try {
      pair =
          new String(Base64.getDecoder().decode(text(entry, "auth").replaceAll("\\s", "")), UTF_8);
    } catch (IllegalArgumentException e) {
      // The exception contains a part of the value.
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    return colon <= 0
        ? Optional.empty()
        : Optional.of(
            Credentials.basic(
                pair.substring(0, colon),
                pair.substring(colon + 1).replaceAll("^\\x00+|\\x00+$", "")));
  }

  /** The first key and value; empty when there are none. */
  Optional<Map.Entry<String, JsonNode>> first() {
    return Stream.ofNullable(matching.isEmpty() ? null : matching.get(0)).findFirst();
  }
}
