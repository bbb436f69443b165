package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logins that Docker's configuration file holds in {@code auths}, as {@code docker login}
 * writes them. The file is only ever read.
 */
final class DockerConfig {
  private static final Logger log = LoggerFactory.getLogger(DockerConfig.class);
  private static final long MAX_BYTES = 4 << 20;

  private final Path file;

  private DockerConfig(Path file) {
    this.file = file;
  }

  /** The file in {@code DOCKER_CONFIG}, else in {@code ~/.docker}. */
  static DockerConfig of(Map<String, String> environment, Path home) {
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    return new DockerConfig(
        (folder.isEmpty() ? home.resolve(".docker") : Path.of(folder)).resolve("config.json"));
  }

  /** The login for a host with its port, matched as a whole. */
  Optional<Credentials> find(String host) {
    return read().path("auths").properties().stream()
        .filter(entry -> hostOf(entry.getKey()).equals(host))
        .flatMap(entry -> credentials(entry.getKey(), entry.getValue()).stream())
        .findFirst();
  }

  /** The host that an entry is for: some are URLs, and Docker Hub has several names. */
  private static String hostOf(String key) {
    String rest = key.replaceFirst("^https?://", "").replaceFirst("/(v[12]/?)?$", "");
    try {
      RegistryUri uri = RegistryUri.parse(rest.toLowerCase(Locale.ROOT));
      // An entry for a part of a registry is not for all of it.
      return uri.path().isEmpty() ? uri.host() : "";
    } catch (InvalidReferenceException e) {
      return "";
    }
  }

  private Optional<Credentials> credentials(String key, JsonNode entry) {
    String identityToken = entry.path("identitytoken").asText("");
    if (!identityToken.isEmpty()) {
      return Optional.of(Credentials.basic("<token>", identityToken));
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
    var mapper = new ObjectMapper();
    if (!Files.isRegularFile(file)) {
      return mapper.missingNode();
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is larger than 4 MiB");
      }
      return mapper.readTree(Files.readAllBytes(file));
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
