package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the form of Docker's {@code config.json}, which Podman's {@code auth.json} has too. It
 * is only ever read.
 */
final class AuthFile {
  private static final Logger log = LoggerFactory.getLogger(AuthFile.class);
  private static final long MAX_BYTES = 4 << 20;
  // Docker keeps its hub's login under this name, in files and in helpers.
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  private final String what;
  private final Path file;
  private final Map<String, String> environment;

  AuthFile(String what, Path file, Map<String, String> environment) {
    this.what = what;
    this.file = file;
    this.environment = environment;
  }

  String source() {
    return what + " " + file;
  }

  /**
   * The login for a name: that of a helper for it, that of the helper for all, that of an entry in
   * the file itself.
   *
   * @param name {@code host[:port][/path]}: the entry with the longest path that it begins with
   *     counts
   */
  Attempt find(RegistryUri name) {
    if (!Files.isRegularFile(file)) {
      return Attempt.none(source(), "is not there");
    }
    JsonNode config = read();
    Optional<Map.Entry<String, JsonNode>> own =
        entries(config.path("credHelpers"), name).findFirst();
    if (own.isPresent()) {
      Attempt attempt = ask(own.get().getValue().asText(), server(own.get().getKey(), name));
      if (attempt.credentials().isPresent()) {
        return attempt;
      }
    }
    String store = config.path("credsStore").asText("");
    if (!store.isEmpty()) {
      Attempt attempt = ask(store, server(name.host(), name));
      if (attempt.credentials().isPresent()) {
        return attempt;
      }
    }
    return entries(config.path("auths"), name)
        .flatMap(entry -> credentials(entry.getKey(), entry.getValue()).stream())
        .findFirst()
        .map(found -> Attempt.found(source(), found))
        .orElseGet(() -> Attempt.none(source(), without(own, store, name)));
  }

  private static String without(
      Optional<Map.Entry<String, JsonNode>> own, String store, RegistryUri name) {
    String helpers =
        Stream.concat(own.map(entry -> entry.getValue().asText()).stream(), Stream.of(store))
            .filter(helper -> !helper.isEmpty())
            .map(helper -> "docker-credential-" + helper)
            .reduce((one, other) -> one + " and " + other)
            .map(names -> ", nor has " + names + " (if it is installed)")
            .orElse("");
    return "has no login for " + name + helpers;
  }

  private Attempt ask(String name, String server) {
    String who = "docker-credential-" + name + ", which " + source() + " names,";
    return CredentialProgram.find(name, environment)
        .map(
            helper ->
                helper
                    .get(server)
                    .map(found -> Attempt.found(who, found))
                    .orElseGet(() -> Attempt.none(who, "has none for " + server)))
        .orElseGet(() -> Attempt.none(who, "is not installed"));
  }

  /** What helpers know a registry by: its host; Docker Hub's has a name of its own. */
  private static String server(String key, RegistryUri name) {
    return name.host().equals("docker.io") && plain(key).map(RegistryUri::path).orElse("").isEmpty()
        ? DOCKER_HUB
        : key;
  }

  /** The entries for the name: first those whose keys have the most of its path. */
  private static Stream<Map.Entry<String, JsonNode>> entries(JsonNode entries, RegistryUri name) {
    Comparator<Map.Entry<String, JsonNode>> length =
        Comparator.comparingInt(entry -> plain(entry.getKey()).orElseThrow().path().length());
    return entries.properties().stream()
        .filter(entry -> plain(entry.getKey()).filter(key -> covers(key, name)).isPresent())
        .sorted(length.reversed());
  }

  private static boolean covers(RegistryUri key, RegistryUri name) {
    return key.host().equals(name.host())
        && (key.path().isEmpty()
            || key.path().equals(name.path())
            || name.path().startsWith(key.path() + "/"));
  }

  /** What a key names: some are URLs, and Docker Hub has several names. */
  private static Optional<RegistryUri> plain(String key) {
    String rest = key.replaceFirst("^https?://", "").replaceFirst("/(v[12]/?)?$", "");
    try {
      return Optional.of(RegistryUri.parse(rest.toLowerCase(Locale.ROOT)));
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }

  private Optional<Credentials> credentials(String key, JsonNode entry) {
    String identityToken = entry.path("identitytoken").asText("");
    if (!identityToken.isEmpty()) {
      return Optional.of(Credentials.identityToken(identityToken));
    }
    String registryToken = entry.path("registrytoken").asText("");
    if (!registryToken.isEmpty()) {
      return Optional.of(Credentials.registryToken(registryToken));
    }
    try {
      String pair = new String(Base64.getDecoder().decode(entry.path("auth").asText()), UTF_8);
      int colon = pair.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : Optional.of(Credentials.basic(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      // The exception would show a part of the value.
      log.warn("the entry for {} in {} is not base64 and is passed over", key, file);
      return Optional.empty();
    }
  }

  private JsonNode read() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is larger than 4 MiB");
      }
      JsonNode config = new ObjectMapper().readTree(Files.readAllBytes(file));
      return config == null ? MissingNode.getInstance() : config;
    } catch (JsonProcessingException e) {
      // Its message could quote what stands there.
      var at = e.getLocation();
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s is not JSON: line %d, column %d".formatted(file, at.getLineNr(), at.getColumnNr()));
    } catch (IOException e) {
      throw new BerthException(ErrorCode.CREDENTIALS, file + " cannot be read: " + e, e);
    }
  }
}
