package dev.berth.push.distribution;

import dev.berth.push.http.Cancellation;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RegistryFailure;
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

/** Asks one registry with the requests that a push begins with. */
final class HttpProbe implements RegistryProbe {
  private final String host;
  private final RegistryClient session;
  private final Supplier<Credentials> login;

  HttpProbe(String host, RegistryClient session, Supplier<Credentials> login) {
    this.host = host;
    this.session = session;
    this.login = login;
  }

  @Override
  public CheckResult answers() {
    return judged(
        () -> {
          Response answer = session.ping("asking for " + host);
          return switch (answer.status()) {
            case 200 -> CheckResult.pass(host + " answers, and wants no login to be asked");
            case 401 -> CheckResult.pass(host + " answers, and wants a login");
            case 404 -> CheckResult.fail(host + " answers 404 at /v2/: it is no registry");
            default -> throw RegistryFailure.of(answer, "asking for " + host, login.get());
          };
        });
  }

  @Override
  public CheckResult login() {
    String step = "logging in to " + host;
    return judged(
        () -> {
          boolean anonymous = login.get().isAnonymous();
          boolean wanted = session.ping(step).status() == 401;
          Response answer = session.send(Request.of("GET", "/v2/", step), "", new Cancellation());
          if (!answer.isSuccess()) {
            throw RegistryFailure.of(answer, step, login.get());
          }
          if (!wanted) {
            return CheckResult.pass(host + " wants no login");
          }
          return anonymous
              ? CheckResult.warn("there are no credentials for " + host + ", which lets anyone ask")
              : CheckResult.pass(host + " takes the credentials");
        });
  }

  @Override
  public CheckResult push(ImageReference image) {
    Repository repository = repository(image);
    return judged(
        () -> {
          UploadSession upload = repository.startUpload("trying to push to " + repository);
          repository.cancel(upload.location());
          return CheckResult.pass(repository + " takes uploads");
        });
  }

  @Override
  public CheckResult granted(ImageReference image) {
    Repository repository = repository(image);
    String step = "asking for the right to push to " + repository;
    return judged(
        () -> {
          Optional<String> token = session.token(repository.scope(), step);
          Optional<Set<String>> actions =
              token.flatMap(it -> TokenClaims.actions(it, repository.name()));
          if (actions.isEmpty()) {
            return CheckResult.unknown(host + " does not say what its tokens grant");
          }
          return actions.get().contains("push") || actions.get().contains("*")
              ? CheckResult.pass("the right to push to " + repository + " is granted")
              : CheckResult.fail(
                  "the right to push to %s is not granted; granted is %s"
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
    String reference = image.digest().map(Digest::toString).or(image::tag).orElseThrow();
    Repository repository = repository(image);
    String step = "asking what " + image + " is";
    Response answer = repository.headManifest(reference, step);
    if (answer.status() != 404 && !answer.isSuccess()) {
      throw RegistryFailure.of(answer, step, login.get());
    }
    return answer
        .header("Docker-Content-Digest")
        .filter(it -> answer.isSuccess())
        .map(Digest::parse);
  }

  private Repository repository(ImageReference image) {
    return new Repository(session, login, host, image.repository(), new Cancellation());
  }

  /** What does not answer may do so when it is pushed to; what refuses will refuse again. */
  private static CheckResult judged(Supplier<CheckResult> look) {
    try {
      return look.get();
    } catch (BerthException e) {
      if (e.code() == ErrorCode.TRANSIENT) {
        return CheckResult.unknown(e.getMessage());
      }
      CheckResult failure = CheckResult.fail(e.getMessage());
      return e.hints().isEmpty() ? failure : failure.withRemedy(String.join("; ", e.hints()));
    }
  }
}
