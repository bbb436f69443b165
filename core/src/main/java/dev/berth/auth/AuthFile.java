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
import dev.berth.spi.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Docker's {@code config.json} or Podman's {@code auth.json}, which Berth only reads. */
final class AuthFile {
  private static final long MAX_BYTES = 4 << 20;
  // Docker's name for Docker Hub in files and helpers.
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
   * The credentials for {@code host[:port][/path]}, from its helper, the default helper or an entry
   * in the file. The entry with the longest matching path is used.
   */
  Login find(RegistryUri name) {
    if (!Files.isRegularFile(file)) {
      return Login.none(source() + " does not exist");
    }
    JsonNode config = read();
    List<String> reasons = new ArrayList<>();
    Optional<Map.Entry<String, JsonNode>> own =
        entries(config.path("credHelpers"), name).findFirst();
    Optional<Login> found =
        own.map(it -> ask(it.getValue().asText(), server(it.getKey(), name)))
            .filter(login -> isFound(login, reasons));
    String store = config.path("credsStore").asText("");
    if (found.isEmpty() && !store.isEmpty()) {
      found =
          Optional.of(ask(store, server(name.host(), name)))
              .filter(login -> isFound(login, reasons));
    }
    return found.orElseGet(() -> ofEntries(config.path("auths"), name, reasons));
  }

  private static boolean isFound(Login login, List<String> reasons) {
    if (login.credentials().isEmpty()) {
      reasons.add(login.source());
    }
    return login.credentials().isPresent();
  }

  private Login ofEntries(JsonNode auths, RegistryUri name, List<String> reasons) {
    List<Map.Entry<String, JsonNode>> all = entries(auths, name).toList();
    Optional<Credentials> found =
        all.stream().flatMap(entry -> credentials(entry.getValue()).stream()).findFirst();
    if (found.isPresent()) {
      return Login.found(found.get(), source());
    }
    if (all.stream().anyMatch(entry -> isMalformed(entry.getValue()))) {
      reasons.add("its entry is malformed");
    }
    String more = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
    return Login.none(source() + " has no credentials for " + name + more);
  }

  private Login ask(String name, String server) {
    String program = "docker-credential-" + name;
    return CredentialHelper.find(name, environment)
        .map(
            helper ->
                helper
                    .get(server)
                    .map(found -> Login.found(found, program + " (" + source() + ")"))
                    .orElseGet(() -> Login.none(program + " has no entry for " + server)))
        .orElseGet(() -> Login.none(program + " is not installed"));
  }

  /** The name of a registry in the protocol of helpers. */
  private static String server(String key, RegistryUri name) {
    return name.host().equals("docker.io") && plain(key).map(RegistryUri::path).orElse("").isEmpty()
        ? DOCKER_HUB
        : key;
  }

  /** The entries that match the name, those with the longest path first. */
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

  /** The registry that a key names; some keys are URLs, and Docker Hub has several names. */
  private static Optional<RegistryUri> plain(String key) {
    String rest = key.replaceFirst("^https?://", "").replaceFirst("/(v[12]/?)?$", "");
    try {
      return Optional.of(RegistryUri.parse(rest.toLowerCase(Locale.ROOT)));
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }

  private static Optional<Credentials> credentials(JsonNode entry) {
    String identityToken = entry.path("identitytoken").asText("");
    if (!identityToken.isEmpty()) {
      return Optional.of(Credentials.identityToken(identityToken));
    }
    String registryToken = entry.path("registrytoken").asText("");
    if (!registryToken.isEmpty()) {
      return Optional.of(Credentials.registryToken(registryToken));
    }
    return pair(entry)
        .filter(pair -> pair.indexOf(':') > 0)
        .map(
            pair -> {
              int colon = pair.indexOf(':');
              return Credentials.basic(pair.substring(0, colon), pair.substring(colon + 1));
            });
  }

  private static boolean isMalformed(JsonNode entry) {
    return entry.has("auth") && pair(entry).filter(pair -> pair.indexOf(':') > 0).isEmpty();
  }

  /** The decoded text; empty if it is not Base64. */
  private static Optional<String> pair(JsonNode entry) {
    try {
      return Optional.of(
          new String(Base64.getDecoder().decode(entry.path("auth").asText()), UTF_8));
    } catch (IllegalArgumentException e) {
      // The exception contains a part of the value.
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
      // Its message can quote the content.
      var at = e.getLocation();
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s is not JSON: line %d, column %d".formatted(file, at.getLineNr(), at.getColumnNr()));
    } catch (IOException e) {
      throw new BerthException(ErrorCode.CREDENTIALS, file + " cannot be read: " + e, e);
    }
  }
}
