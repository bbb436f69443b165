package dev.berth.push.distribution;

import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check.Result;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryProbe;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Checks one registry with the requests that a push begins with. */
final class HttpProbe implements RegistryProbe {
  private final RegistryClient client;
  private final Supplier<Credentials> login;
  private final String host;

  HttpProbe(RegistryClient client, Supplier<Credentials> login) {
    this.client = client;
    this.login = login;
    this.host = client.host();
  }

  /** Whether a registry responds at {@code /v2/}; that it requires a login is a response. */
  Result answers() {
    return result(
        () -> {
          Response response = client.ping("checking " + host);
          return switch (response.status()) {
            case 200 -> Result.pass(host + " responds, and requires no login to be queried");
            case 401 -> Result.pass(host + " responds, and requires a login");
            case 404 -> Result.fail(host + " responds 404 at /v2/: it is not a registry");
            default -> throw client.failure(response, "checking " + host);
          };
        });
  }

  /** Whether the registry, or the token service that it names, accepts the credentials. */
  Result login() {
    String step = "logging in to " + host;
    return result(
        () -> {
          boolean anonymous = login.get().isAnonymous();
          boolean required = client.ping(step).status() == 401;
          Response response = client.send(Request.of("GET", "/v2/", step), "");
          if (!response.isSuccess()) {
            throw client.failure(response, step);
          }
          if (!required) {
            return Result.pass(host + " requires no login");
          }
          return anonymous
              ? Result.warn("no credentials for " + host + ", which allows anonymous reads")
              : Result.pass(host + " accepts the credentials");
        });
  }

  @Override
  public Result push(ImageReference image) {
    Repository repository = repository(image);
    return result(
        () -> {
          // The requests that a push begins with.
          repository.findDigest(image.identifier());
          repository.startUpload("trying to push to " + repository).cancel();
          return Result.pass(repository + " accepts uploads");
        });
  }

  @Override
  public Result granted(ImageReference image) {
    Repository repository = repository(image);
    String step = "requesting permission to push to " + repository;
    return result(
        () -> {
          Optional<String> token = client.token(repository.scope(), step);
          Optional<Set<String>> actions =
              token.flatMap(it -> TokenClaims.actions(it, repository.name()));
          if (actions.isEmpty()) {
            return Result.unknown(host + " does not say which permissions its tokens grant");
          }
          return actions.get().contains("push") || actions.get().contains("*")
              ? Result.pass("permission to push to " + repository + " is granted")
              : Result.fail(
                  "permission to push to %s is not granted; granted is %s"
                      .formatted(
                          repository,
                          actions.get().isEmpty() ? "nothing" : String.join(", ", actions.get())));
        });
  }

  @Override
  public Map<String, Object> grant(ImageReference image) {
    Repository repository = repository(image);
    return client
        .token(repository.scope(), "requesting permission to push to " + repository)
        .map(token -> TokenClaims.entry(token, repository.name()))
        .orElse(Map.of());
  }

  @Override
  public Optional<Digest> digest(ImageReference image) {
    return repository(image).requireDigest(image.identifier());
  }

  private Repository repository(ImageReference image) {
    if (!image.host().equals(host)) {
      throw new BerthException(
          ErrorCode.INVALID, "image %s is not in the registry %s".formatted(image, host));
    }
    return Repository.forPush(client, image.repository(), new UploadStrategy.Choice(host));
  }

  /** A registry that does not answer now may answer the push; a refusal is final. */
  private static Result result(Supplier<Result> check) {
    try {
      return check.get();
    } catch (BerthException e) {
      if (e.code() == ErrorCode.TRANSIENT) {
        return Result.unreachable(e.getMessage());
      }
      Result failure = Result.fail(e.getMessage());
      return e.hints().isEmpty() ? failure : failure.withRemedy(String.join("; ", e.hints()));
    }
  }
}
