package dev.berth.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.file.FileJson;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Docker's {@code config.json} or {@code .dockercfg}, or Podman's {@code auth.json}. */
final class AuthFile implements AuthSource {
  private static final long MAX_BYTES = 4 << 20;

  private final String what;
  private final Path file;
  private final Map<String, String> environment;

  AuthFile(String what, Path file, Map<String, String> environment) {
    this.what = what;
    this.file = file;
    this.environment = environment;
  }

  @Override
  public String source() {
    return what + " " + file;
  }

  /**
   * The credentials from the registry's helper, the default helper or an entry in the file. An
   * empty name of the registry's helper means that it has none, and that the default one is not
   * asked.
   */
  @Override
  public Login find(RegistryUri name) {
    if (!Files.exists(file)) {
      // Or it is in a folder of another user.
      return Login.none(source() + " does not exist");
    }
    if (Files.isDirectory(file)) {
      // Docker creates one where a file that is mounted is missing.
      return Login.none(source() + " is a folder");
    }
    JsonNode config = read();
    List<String> reasons = new ArrayList<>();
    Optional<Map.Entry<String, JsonNode>> own =
        AuthEntries.of(AuthEntries.member(config, "credHelpers"), name).first();
    Optional<Login> found = Optional.empty();
    if (own.isPresent()) {
      found = asked(own.get().getValue().asText(""), server(own.get().getKey(), name), reasons);
    }
    boolean none = own.filter(it -> it.getValue().asText("").isEmpty()).isPresent();
    if (found.isEmpty() && !none) {
      String store = AuthEntries.member(config, "credsStore").asText("");
      found = asked(store, server(name.host(), name), reasons);
    }
    return found.orElseGet(() -> ofEntries(auths(config), name, reasons));
  }

  /** Docker's oldest file consists of the entries alone. */
  private JsonNode auths(JsonNode config) {
    return file.endsWith(".dockercfg") ? config : AuthEntries.member(config, "auths");
  }

  private Optional<Login> asked(String helper, String server, List<String> reasons) {
    if (helper.isEmpty()) {
      return Optional.empty();
    }
    Login login = ask(helper, server);
    if (login.credentials().isEmpty()) {
      reasons.add(login.source());
    }
    return Optional.of(login).filter(it -> it.credentials().isPresent());
  }

  private Login ofEntries(JsonNode auths, RegistryUri name, List<String> reasons) {
    AuthEntries entries = AuthEntries.of(auths, name);
    Optional<Credentials> found = entries.credentials();
    if (found.isPresent()) {
      return Login.found(found.get(), source());
    }
    if (entries.isMalformed()) {
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
    boolean whole = AuthEntries.plain(key).map(RegistryUri::path).orElse("").isEmpty();
    return name.host().equals("docker.io") && whole ? AuthEntries.DOCKER_HUB : key;
  }

  private JsonNode read() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is larger than 4 MiB");
      }
      JsonNode config = FileJson.read(Files.readAllBytes(file));
      return config == null ? MissingNode.getInstance() : config;
    } catch (JsonProcessingException e) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s is not JSON%s".formatted(file, FileJson.place(e)),
          "repair the file, or log in again with docker login or podman login");
    } catch (IOException e) {
      throw new BerthException(ErrorCode.CREDENTIALS, file + " cannot be read: " + e, e);
    }
  }
}
