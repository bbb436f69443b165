package dev.berth;

import dev.berth.auth.CredentialChain;
import dev.berth.push.ConnectionSettings;
import dev.berth.push.RegistryAccess;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one opened registry, which connect on first use. Safe for use by several threads.
 */
final class OpenedAccess implements AutoCloseable {
  private final RegistryAccess.Factory factory;
  private final BaseContainerRegistryConfig config;
  private final CredentialChain credentials;
  private @Nullable RegistryAccess opened;
  private boolean closed;

  OpenedAccess(
      RegistryAccess.Factory factory,
      BaseContainerRegistryConfig config,
      CredentialChain credentials) {
    this.factory = factory;
    this.config = config;
    this.credentials = credentials;
  }

  /** The connection settings of the registry's configuration. */
  ConnectionSettings connection() {
    return new ConnectionSettings(
        config.insecure(),
        config.caCertificate().map(Path::of),
        config.clientCertificate().map(Path::of),
        config.clientKey().map(Path::of));
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
    return Stream.concat(added.stream(), checks.stream()).toList();
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
