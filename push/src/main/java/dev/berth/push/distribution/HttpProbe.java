package dev.berth.push.distribution;

import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryProbe;
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

  @Override
  public CheckResult answers() {
    return result(
        () -> {
          Response response = client.ping("checking " + host);
          return switch (response.status()) {
            case 200 -> CheckResult.pass(host + " answers, and requires no login to be queried");
            case 401 -> CheckResult.pass(host + " answers, and requires a login");
            case 404 -> CheckResult.fail(host + " answers 404 at /v2/: it is not a registry");
            default -> throw client.failure(response, "checking " + host);
          };
        });
  }

  @Override
  public CheckResult login() {
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
            return CheckResult.pass(host + " requires no login");
          }
          return anonymous
              ? CheckResult.warn("no credentials for " + host + ", which allows anonymous reads")
              : CheckResult.pass(host + " accepts the credentials");
        });
  }

  @Override
  public CheckResult push(ImageReference image) {
    Repository repository = repository(image);
    return result(
        () -> {
          repository.startUpload("trying to push to " + repository).cancel();
          return CheckResult.pass(repository + " accepts uploads");
        });
  }

  @Override
  public CheckResult granted(ImageReference image) {
    Repository repository = repository(image);
    String step = "requesting permission to push to " + repository;
    return result(
        () -> {
          Optional<String> token = client.token(repository.scope(), step);
          Optional<Set<String>> actions =
              token.flatMap(it -> TokenClaims.actions(it, repository.name()));
          if (actions.isEmpty()) {
            return CheckResult.unknown(host + " does not say which permissions its tokens grant");
          }
          return actions.get().contains("push") || actions.get().contains("*")
              ? CheckResult.pass("permission to push to " + repository + " is granted")
              : CheckResult.fail(
                  "permission to push to %s is not granted; granted is %s"
                      .formatted(
                          repository,
                          actions.get().isEmpty() ? "nothing" : String.join(", ", actions.get())));
        });
  }

  @Override
  public CheckResult tag(ImageReference image) {
    try {
      return digest(image)
          .map(digest -> CheckResult.pass(image + " is " + digest + " now"))
          .orElseGet(() -> CheckResult.pass(image + " names nothing yet"));
    } catch (BerthException e) {
      return CheckResult.unknown(e.getMessage());
    }
  }

  @Override
  public Optional<Digest> digest(ImageReference image) {
    return repository(image).requireDigest(image.identifier());
  }

  private Repository repository(ImageReference image) {
    return Repository.forPush(client, image.repository(), new UploadStrategy.Choice(host));
  }

  /** A registry that does not answer now may answer the push; a refusal is final. */
  private static CheckResult result(Supplier<CheckResult> check) {
    try {
      return check.get();
    } catch (BerthException e) {
      if (e.code() == ErrorCode.TRANSIENT) {
        return CheckResult.unknown(e.getMessage());
      }
      CheckResult failure = CheckResult.fail(e.getMessage());
      return e.hints().isEmpty() ? failure : failure.withRemedy(String.join("; ", e.hints()));
    }
  }
}
