package dev.berth.push.direct;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.PushRequest;
import dev.berth.push.RateLimit;
import dev.berth.push.distribution.UploadStrategy;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RetryPolicy;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What the pushes of one engine share, for each registry and login. */
final class SharedRegistries implements AutoCloseable {
  private final int jobs;
  private final RateLimit rate;
  private final RetryPolicy retries;
  private final Map<Key, Shared> registries = new ConcurrentHashMap<>();

  /**
   * What all pushes to one registry with one login share.
   *
   * @param login the login of a push that runs
   * @param client connections, logins and back-off
   * @param strategy how the registry was found to accept blobs
   * @param limits what is not done at once
   * @param blobs the blobs that were pushed already
   */
  record Shared(
      SharedLogin login,
      RegistryClient client,
      UploadStrategy.Choice strategy,
      Limits limits,
      SingleFlight<PushedBlob> blobs) {}

  /**
   * What is not done at once.
   *
   * @param uploadSlots limits how many blobs are uploaded at once
   * @param referrers held while an index of referrers is changed
   */
  record Limits(Semaphore uploadSlots, Lock referrers) {}

  /** What must be the same for pushes that share: the login is the digest of the credentials. */
  private record Key(String host, ConnectionSettings connection, Digest login) {}

  /**
   * Nothing is shared yet.
   *
   * @param jobs how many blobs are uploaded at once to one registry
   * @param rate limits all uploads
   */
  SharedRegistries(int jobs, RateLimit rate, RetryPolicy retries) {
    this.jobs = jobs;
    this.rate = rate;
    this.retries = retries;
  }

  /** What pushes to the registry of the target share. */
  Shared of(PushRequest request) {
    return of(request.image().host(), request.login(), request.connection());
  }

  /** The same of a host, with a login and a connection. */
  Shared of(String host, Supplier<Credentials> login, ConnectionSettings connection) {
    return registries.computeIfAbsent(
        key(host, login.get(), connection), key -> create(host, connection));
  }

  private Shared create(String host, ConnectionSettings connection) {
    var login = new SharedLogin();
    return new Shared(
        login,
        new RegistryClient(host, login, connection, retries, rate),
        new UploadStrategy.Choice(host),
        new Limits(new Semaphore(jobs), new ReentrantLock()),
        new SingleFlight<>(PushedBlob::existing));
  }

  private static Key key(String host, Credentials credentials, ConnectionSettings connection) {
    String login = credentials.username() + "\n" + credentials.password();
    return new Key(host, connection, Digests.of("sha256", login.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    registries.values().forEach(shared -> shared.client().close());
  }
}
