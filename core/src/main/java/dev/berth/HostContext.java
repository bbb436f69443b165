package dev.berth;

import dev.berth.auth.CredentialChain;
import dev.berth.push.PushListener;
import dev.berth.reference.Origin;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.Credentials;
import dev.berth.spi.JsonClient;
import dev.berth.spi.Login;
import dev.berth.spi.ProxyServer;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import dev.berth.spi.SecretReference;
import java.util.Optional;

/** What the host does for a flavor's code with one configuration, except moving an image. */
abstract class HostContext implements RegistryContext, AutoCloseable {
  private final HostServices services;
  private final BaseContainerRegistryConfig config;
  private final CredentialChain credentials;
  private final OpenedAccess access;
  private final PushListener listener;

  /**
   * @param target what the credentials are for; empty when no registry is known yet
   * @param listener receives warnings
   */
  HostContext(
      HostServices services,
      BaseContainerRegistryConfig config,
      Optional<RegistryUri> target,
      PushListener listener) {
    this.services = services;
    this.config = config;
    this.listener = listener;
    this.credentials =
        new CredentialChain(config, target, this::login, services.secrets(), services.authFiles());
    this.access = new OpenedAccess(services, config, credentials);
  }

  /** The flavor's own login. */
  abstract Login login();

  final HostServices services() {
    return services;
  }

  final CredentialChain chain() {
    return credentials;
  }

  final OpenedAccess access() {
    return access;
  }

  final BaseContainerRegistryConfig config() {
    return config;
  }

  @Override
  public final <C extends BaseContainerRegistryConfig> C config(Class<C> type) {
    return type.cast(config);
  }

  @Override
  public final Credentials credentials() {
    return credentials.credentials();
  }

  @Override
  public final String secret(SecretReference reference) {
    return services.secrets().get(reference);
  }

  @Override
  public final Optional<String> variable(String variable) {
    return Optional.ofNullable(services.environment().get(variable)).filter(it -> !it.isEmpty());
  }

  @Override
  public final void warn(String message) {
    // Checks run in parallel, and a listener is called by one thread at a time.
    synchronized (credentials) {
      listener.warning(message);
    }
  }

  @Override
  public final Optional<ProxyServer> proxy(Origin server) {
    return access.proxyFor(server);
  }

  @Override
  public final RegistryProbe probe() {
    return access.probe();
  }

  @Override
  public final JsonClient http() {
    return access.http();
  }

  @Override
  public void close() {
    access.close();
  }
}
