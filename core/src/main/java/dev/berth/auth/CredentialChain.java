package dev.berth.auth;

import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where credentials for a registry come from, in this order: the configured secret, which then must
 * be there; the flavor's own login; Docker's configuration; Podman's; nowhere. The first that
 * yields is used.
 */
public final class CredentialChain {
  /** How a search ends that found nothing. */
  public static final String NONE = "used: no credentials";

  private final Map<String, String> environment;
  private final SecretValues secrets;
  private final List<AuthFile> files;

  /**
   * What was found, and how.
   *
   * @param credentials anonymous when there are none
   * @param own whether they are the flavor's own, which knows itself how long they are good
   */
  public record Found(Credentials credentials, boolean own) {}

  /**
   * Reads nothing yet.
   *
   * @param environment the environment variables
   * @param home the user's home folder
   * @param secrets the user's secrets
   */
  public CredentialChain(Map<String, String> environment, Path home, SecretValues secrets) {
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
    this.files = new ArrayList<>();
    files.add(new AuthFile("Docker's configuration", docker(home), environment));
    podman(home).forEach(file -> files.add(new AuthFile("Podman's", file, environment)));
  }

  private Path docker(Path home) {
    return variable("DOCKER_CONFIG")
        .map(Path::of)
        .orElseGet(() -> home.resolve(".docker"))
        .resolve("config.json");
  }

  /** By containers-auth.json(5): the file that is named, or else the runtime's and the user's. */
  private List<Path> podman(Path home) {
    Optional<Path> named = variable("REGISTRY_AUTH_FILE").map(Path::of);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    List<Path> found = new ArrayList<>();
    variable("XDG_RUNTIME_DIR").ifPresent(folder -> found.add(Path.of(folder)));
    found.add(variable("XDG_CONFIG_HOME").map(Path::of).orElse(home.resolve(".config")));
    return found.stream().map(folder -> folder.resolve("containers/auth.json")).toList();
  }

  /**
   * The credentials for a registry.
   *
   * @param name what is to be pushed to, {@code host[:port][/path]}
   * @param own the flavor's own login
   * @param trail told what is tried, in its order, a line each; never of a value
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the configured secret is not there,
   *     or a source fails that has been set up
   */
  public Found find(
      BaseContainerRegistryConfig config,
      RegistryUri name,
      Supplier<Login> own,
      Consumer<String> trail) {
    Optional<String> secret = config.authenticationSecret();
    if (secret.isPresent()) {
      String source = "the secret '" + secret.get() + "' of authenticationSecret";
      Credentials found = told(source, () -> fromSecret(secret.get()), trail);
      trail.accept("used: " + source);
      return new Found(found, false);
    }
    trail.accept("not used: authenticationSecret is not configured");
    Login login = told("the flavor's own login", own, trail);
    if (login.credentials().isPresent()) {
      trail.accept("used: the flavor's own login, " + login.story());
      return new Found(login.credentials().get(), true);
    }
    trail.accept("not used: the flavor's own login: " + login.story());
    for (AuthFile file : files) {
      Attempt attempt = told(file.source(), () -> file.find(name), trail);
      trail.accept(attempt.told());
      if (attempt.credentials().isPresent()) {
        return new Found(attempt.credentials().get(), false);
      }
    }
    trail.accept(NONE);
    return new Found(Credentials.anonymous(), false);
  }

  /** What fails ends the search, and its story too. */
  private static <T> T told(String source, Supplier<T> look, Consumer<String> trail) {
    try {
      return look.get();
    } catch (BerthException e) {
      trail.accept("failed: " + source + ": " + e.getMessage());
      throw e;
    }
  }

  private Credentials fromSecret(String secret) {
    return Credentials.basic(secrets.get(secret, "username"), secrets.get(secret, "password"));
  }

  /** An environment variable; empty where it is not set or empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
