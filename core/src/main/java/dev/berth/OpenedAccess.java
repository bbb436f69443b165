package dev.berth;

import dev.berth.auth.CredentialChain;
import dev.berth.push.ConnectionSettings;
import dev.berth.push.ProxySettings;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.RegistryAccess;
import dev.berth.push.SourceRegistry;
import dev.berth.reference.ImageReference;
import dev.berth.reference.Origin;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient;
import dev.berth.spi.Login;
import dev.berth.spi.ProxyServer;
import dev.berth.spi.RegistryProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one opened registry, which connect on first use. Safe for use by several threads.
 */
final class OpenedAccess implements AutoCloseable {
  private final RegistryAccess.Factory factory;
  private final BaseContainerRegistryConfig config;
  private final CredentialChain credentials;
  private final ProxySettings proxies;
  private final HostServices.Activity activity;
  private final Path sourceRoot;
  private @Nullable RegistryAccess opened;
  private boolean closed;

  OpenedAccess(
      HostServices services, BaseContainerRegistryConfig config, CredentialChain credentials) {
    this.factory = services.access();
    this.activity = services.activity();
    this.sourceRoot = services.sourceRoot();
    this.config = config;
    this.credentials = credentials;
    this.proxies = new ProxySettings(config.proxy(), services.environment());
  }

  /**
   * A push to the registry.
   *
   * @param source the registry of the source; empty for a source in this one, or in none
   */
  PushRequest request(ImageReference image, PushOptions options, Optional<SourceRegistry> source) {
    return new PushRequest(
        image,
        options.source(),
        source.or(() -> options.sourceImage().map(it -> source())),
        options.form(),
        credentials::credentials,
        connection(),
        options.dryRun());
  }

  /** The registry as that of a source. */
  SourceRegistry source() {
    return new SourceRegistry(
        credentials::credentials,
        connection(),
        failure -> FailedPush.ofSource(failure, credentials));
  }

  /** The connection settings of the registry's configuration. */
  private ConnectionSettings connection() {
    return new ConnectionSettings(
            config.insecure(),
            config.caCertificate().map(this::inSourceRoot),
            config.clientCertificate().map(this::inSourceRoot),
            config.clientKey().map(this::inSourceRoot))
        .with(proxies)
        .withTokenService(config.tokenService());
  }

  /** A file of a project may not be a link out of it, for instance to a key of the user. */
  private Path inSourceRoot(String text) {
    Path path = Path.of(text);
    try {
      if (path.startsWith(sourceRoot)
          && Files.exists(path)
          && !path.toRealPath().startsWith(sourceRoot.toRealPath())) {
        throw new BerthException(
            ErrorCode.INVALID,
            "%s is a link out of the source root %s".formatted(path, sourceRoot),
            "name the file that it leads to: " + path.toRealPath());
      }
    } catch (IOException e) {
      // Reading the file reports it.
      return path;
    }
    return path;
  }

  Optional<ProxyServer> proxyFor(Origin server) {
    return proxies.proxyFor(server).map(ProxySettings.Choice::server);
  }

  /**
   * Reports which proxy is used, and which setting is ignored.
   *
   * @param byDockerEngine whether a Docker engine moves the image
   * @throws BerthException with {@link ErrorCode#INVALID} when the proxy's URL is not usable
   */
  void reportProxies(PushListener listener, boolean byDockerEngine) {
    activity.begin("looking up the credentials");
    Origin server = connection().originOf(config.uri().host());
    Optional<String> explanation = proxies.explanation(server);
    explanation.ifPresent(listener::debug);
    proxies.ignored(server).ifPresent(listener::warning);
    if (byDockerEngine && explanation.isPresent()) {
      String own =
          "the Docker engine has its own proxy settings, and %s is for Berth's requests only";
      if (proxies.isOfRegistry()) {
        listener.warning(own.formatted("the property proxy"));
      } else {
        listener.debug(own.formatted("the environment's proxy"));
      }
    }
  }

  RegistryProbe probe() {
    return access().probe();
  }

  JsonClient http() {
    return access().http();
  }

  private Check.Result answers() {
    return access().answers();
  }

  /** The check {@code login}, with the source and the expiry of the credentials. */
  Check.Result login() {
    Login login = credentials.login();
    Check.Result result = access().login();
    if (result.status() != Check.Status.PASS || login.credentials().isEmpty()) {
      return result;
    }
    String until = login.expiry().map(it -> ", valid until " + it).orElse("");
    return Check.Result.pass("%s (%s%s)".formatted(result.message(), login.source(), until));
  }

  /**
   * Adds the checks of the host, unless the flavor has one of that name. A push runs {@code login}
   * only if another check needs credentials, since its own first request is the same.
   */
  List<Check> withHostChecks(List<Check> checks, boolean all) {
    List<String> names = checks.stream().map(Check::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "the flavor has several checks with the same name: " + String.join(", ", names));
    }
    boolean login = all || checks.stream().anyMatch(Check::needsLogin);
    List<Check> added = new ArrayList<>();
    if (all && !names.contains("registry")) {
      added.add(new Check("registry", this::answers));
    }
    if (login && !names.contains("login")) {
      added.add(new Check("login", this::login));
    }
    List<Check> run = Stream.concat(added.stream(), checks.stream()).toList();
    activity.begin("running the checks " + run.stream().map(Check::name).toList());
    return run;
  }

  private synchronized RegistryAccess access() {
    if (closed) {
      throw new BerthException(ErrorCode.TRANSIENT, "the registry is closed");
    }
    if (opened == null) {
      opened = factory.open(config.uri().host(), connection(), credentials::credentials);
    }
    return opened;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (opened != null) {
      opened.close();
    }
  }
}
