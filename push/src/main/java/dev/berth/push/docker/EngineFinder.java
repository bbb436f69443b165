package dev.berth.push.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.json.BoundedJson;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the Docker engine as the docker CLI does: {@code DOCKER_HOST}, else the context that {@code
 * DOCKER_CONTEXT} or the configuration file names, else the standard socket. If that is missing:
 * the rootless engine's socket, and Podman's.
 *
 * <p>Not docker-java's own search: that reads property files and system properties besides, and
 * uses the standard socket if a context is broken.
 */
final class EngineFinder {

  private final Map<String, String> environment;
  private final Path configuration;
  private final List<Path> standardSockets;

  /**
   * @param standardSockets the sockets of the machine's engines, the default first
   */
  EngineFinder(Map<String, String> environment, Path userHome, List<Path> standardSockets) {
    this.environment = environment;
    this.configuration =
        variable("DOCKER_CONFIG").map(Path::of).orElseGet(() -> userHome.resolve(".docker"));
    this.standardSockets = standardSockets;
  }

  EngineEndpoint find() {
    return variable("DOCKER_HOST")
        .map(this::atHost)
        .or(() -> context().map(this::atContext))
        .orElseGet(this::atStandardSocket);
  }

  private EngineEndpoint atHost(String host) {
    String source = "DOCKER_HOST";
    Optional<String> verify = variable("DOCKER_TLS_VERIFY");
    URI address = EngineAddress.parse(host, source, verify.isPresent());
    if (address.getScheme().equals("unix") || verify.isEmpty()) {
      return new EngineEndpoint(address, Optional.empty(), source);
    }
    Path certificates = variable("DOCKER_CERT_PATH").map(Path::of).orElse(configuration);
    return new EngineEndpoint(address, Optional.of(EngineTls.load(certificates)), source);
  }

  private Optional<String> context() {
    return variable("DOCKER_CONTEXT")
        .or(this::currentContext)
        .filter(name -> !name.isEmpty() && !name.equals("default"));
  }

  private Optional<String> currentContext() {
    Path file = configuration.resolve("config.json");
    return Files.exists(file)
        ? Optional.of(read(file).path("currentContext").asText(""))
        : Optional.empty();
  }

  private EngineEndpoint atContext(String name) {
    Path contexts = configuration.resolve("contexts");
    String folder = Digests.of(name.getBytes(StandardCharsets.UTF_8)).hex();
    Path file = contexts.resolve("meta").resolve(folder).resolve("meta.json");
    String source = "Docker context '" + name + "' in " + file;
    if (Files.notExists(file)) {
      throw new BerthException(
          ErrorCode.ENGINE,
          "there is no " + source,
          "'docker context ls' lists the contexts; 'docker context use' or DOCKER_CONTEXT picks one");
    }
    JsonNode docker = read(file).path("Endpoints").path("docker");
    Path certificates = contexts.resolve("tls").resolve(folder).resolve("docker");
    boolean tls = Files.exists(certificates);
    URI address = EngineAddress.parse(docker.path("Host").asText(""), source, tls);
    if (address.getScheme().equals("unix")) {
      return new EngineEndpoint(address, Optional.empty(), source);
    }
    if (docker.path("SkipTLSVerify").asBoolean()) {
      throw new BerthException(
          ErrorCode.ENGINE,
          source + " trusts any certificate (SkipTLSVerify), which Berth does not support",
          "give the context the certificate of the engine's CA: docker context update");
    }
    return new EngineEndpoint(
        address, tls ? Optional.of(EngineTls.load(certificates)) : Optional.empty(), source);
  }

  private EngineEndpoint atStandardSocket() {
    Path socket = sockets().filter(Files::exists).findFirst().orElse(standardSockets.get(0));
    return new EngineEndpoint(
        EngineAddress.parse("unix://" + socket.toAbsolutePath(), "the standard socket", false),
        Optional.empty(),
        "the standard socket");
  }

  private Stream<Path> sockets() {
    Stream<Path> ofUser =
        variable("XDG_RUNTIME_DIR").stream()
            .map(Path::of)
            .flatMap(it -> Stream.of(it.resolve("docker.sock"), it.resolve("podman/podman.sock")));
    return Stream.concat(
        standardSockets.stream().limit(1), Stream.concat(ofUser, standardSockets.stream().skip(1)));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static JsonNode read(Path file) {
    try {
      return BoundedJson.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.ENGINE,
          "cannot read Docker's configuration in " + file,
          e,
          "repair the file, or set DOCKER_HOST to ignore it");
    }
  }
}
