package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.file.FileJson;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.Login;
import java.io.IOException;
import java.util.Optional;

/**
 * The variable {@code DOCKER_AUTH_CONFIG}, which Docker reads since version 28.3, and GitLab's
 * runners set.
 *
 * @param value the JSON
 */
record AuthVariable(String value) implements AuthSource {
  static final String NAME = "DOCKER_AUTH_CONFIG";

  @Override
  public String source() {
    return "the variable " + NAME;
  }

  @Override
  public Optional<String> problem() {
    return AuthEntries.member(json(), "auths").isObject()
        ? Optional.empty()
        : Optional.of(source() + " is no JSON object with 'auths'");
  }

  @Override
  public Login find(RegistryUri name) {
    AuthEntries entries = AuthEntries.of(AuthEntries.member(json(), "auths"), name);
    return entries
        .credentials()
        .map(found -> Login.found(found, source()))
        .orElseGet(
            () ->
                Login.none(
                    source()
                        + " has no credentials for "
                        + name
                        + (entries.isMalformed() ? " (its entry is malformed)" : "")
                        + (namesHelpers() ? " (its credential helpers are not asked)" : "")));
  }

  private boolean namesHelpers() {
    return !AuthEntries.member(json(), "credHelpers").isEmpty()
        || !AuthEntries.member(json(), "credsStore").asText("").isEmpty();
  }

  private JsonNode json() {
    try {
      return FileJson.read(value.getBytes(UTF_8));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** The value is a secret. */
  @Override
  public String toString() {
    return source();
  }
}
