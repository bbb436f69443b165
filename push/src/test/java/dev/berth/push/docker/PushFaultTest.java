package dev.berth.push.docker;

import static dev.berth.push.fake.FakeEngine.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.fake.FakeEngine;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.FakeServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushFaultTest {
  private final FakeEngine engine = new FakeEngine();

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  private BerthException failure() {
    return failure("r.example/app");
  }

  private BerthException failure(String repository) {
    engine.withImage(repository, "1");
    var docker =
        DockerEngine.find(engine.environment(), Path.of("/nonexistent"), Duration.ofMinutes(1));
    var request = new PushRequest(ImageReference.parse(repository + ":1"), Credentials.anonymous());
    return assertThrows(BerthException.class, () -> docker.push(request, PushListener.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TRANSIENT   | Get "http://r.example/v2/": dial tcp 127.0.0.1:1: connect: connection refused
          TRANSIENT   | Get "https://r.example/v2/": dial tcp: lookup r.example on 10.0.0.2:53: no such host
          TRANSIENT   | dial tcp 10.0.0.1:443: i/o timeout
          TRANSIENT   | net/http: TLS handshake timeout
          TRANSIENT   | Patch "https://r.example/v2/app/blobs/uploads/1": EOF
          TRANSIENT   | write tcp 10.0.0.1:1->10.0.0.2:443: write: connection reset by peer
          TRANSIENT   | toomanyrequests: You have reached your push rate limit
          TRANSIENT   | received unexpected HTTP status: 503 Service Unavailable
          TRANSIENT   | failed commit on ref "layer": unexpected status from PUT request to https://r.example/v2/: 500 Internal Server Error
          CREDENTIALS | unauthorized: authentication required
          CREDENTIALS | no basic auth credentials
          CREDENTIALS | denied: requested access to the resource is denied
          CREDENTIALS | push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed
          CREDENTIALS | unexpected status from HEAD request to https://r.example/v2/: 403 Forbidden
          PREREQUISITE | name unknown: The repository with name 'app' does not exist in the registry with id '1'
          REFUSED     | manifest invalid: manifest invalid
          REFUSED     | tag invalid: The image tag '1' already exists in the 'app' repository and cannot be overwritten because the repository is immutable.
          REFUSED     | denied: quota exceeded for the project
          REFUSED     | Get "https://r.example/v2/": http: server gave HTTP response to HTTPS client
          REFUSED     | Get "https://r.example/v2/": x509: certificate signed by unknown authority
          REFUSED     | something that nobody has heard of
          ENGINE      | write /var/lib/docker/tmp/1: no space left on device
          IMAGE       | tag does not exist: r.example/app:1
          """)
  void classifiesTheEnginesWords(ErrorCode code, String words) {
    engine.pushes("r.example/app", error(words));

    BerthException e = failure();

    assertEquals(code, e.code(), e::getMessage);
    assertEquals(
        "r.example/app:1 was not pushed to r.example; the engine failed before its first layer: "
            + words,
        e.getMessage());
    assertEquals(1, e.hints().size());
  }

  /** Repositories that are called as faults are, in the messages of several engines. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth        | CREDENTIALS | unauthorized: authentication required
          auth        | CREDENTIALS | errors: denied: requested access to the resource is denied unauthorized: authentication required
          auth        | CREDENTIALS | writing blob: initiating layer upload to /v2/auth/blobs/uploads/ in r.example: unauthorized: authentication required
          denied      | PREREQUISITE | name unknown: The repository with name 'denied' does not exist in the registry with id '1'
          denied/app  | TRANSIENT   | failed to do request: Head "https://r.example/v2/denied/app/blobs/sha256:0": dial tcp 10.0.0.1:443: connect: connection refused
          immutable   | CREDENTIALS | denied: User: arn:aws:iam::1:user/x is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:eu:1:repository/immutable
          immutable   | REFUSED     | tag invalid: The image tag '1' already exists in the 'immutable' repository and cannot be overwritten because the repository is immutable.
          eof         | CREDENTIALS | pushing r.example/eof: denied: nobody may
          eof         | TRANSIENT   | Patch "https://r.example/v2/eof/blobs/uploads/1": unexpected EOF
          quota/429   | CREDENTIALS | unexpected status from POST request to https://r.example/v2/quota/429/blobs/uploads/: 401 Unauthorized
          unauthorized | TRANSIENT  | received unexpected HTTP status: 502 Bad Gateway while pushing r.example/unauthorized:1
          certificate | TRANSIENT   | Put "https://r.example/v2/certificate/manifests/1": net/http: TLS handshake timeout
          forbidden   | CREDENTIALS | error parsing HTTP 403 response body: unexpected end of JSON input: ""
          toomanyrequests | PREREQUISITE | name unknown: repository r.example/toomanyrequests not found
          """)
  void namesAreNoFaults(String repository, ErrorCode code, String words) {
    engine.pushes("r.example/" + repository, error(words));
    BerthException e = failure("r.example/" + repository);
    assertEquals(code, e.code(), e::getMessage);
    assertTrue(String.valueOf(e.getMessage()).endsWith(words), "the words are not cut");
  }

  @Test
  void severalErrorsAreOnLinesOfTheirOwn() {
    engine.pushes(
        "r.example/app",
        error("errors:\ndenied: requested access to the resource is denied\nunauthorized: no\n"));
    assertEquals(ErrorCode.CREDENTIALS, failure().code());
  }

  @Test
  void saysHowToLetAnEngineSpeakPlainHttp() {
    engine.pushes("r.example/app", error("http: server gave HTTP response to HTTPS client"));

    String hint = failure().hints().get(0);

    assertTrue(hint.contains("add it to \"insecure-registries\""), hint);
    assertTrue(hint.startsWith("r.example "), hint);
  }

  @Test
  void classifiesAnErrorThatComesBeforeTheStreamToo() {
    engine
        .server()
        .on(
            "/images/r.example/app/push",
            FakeServer.answer(
                404,
                "{\"message\":\"An image does not exist locally with the tag: r.example/app\"}"));

    assertEquals(ErrorCode.IMAGE, failure().code());
  }

  @Test
  void takesAnUnknownErrorOfTheEngineForTheEnginesOwn() {
    engine
        .server()
        .on("/images/r.example/app/push", FakeServer.answer(500, "{\"message\":\"panic\"}"));

    BerthException e = failure();

    assertEquals(ErrorCode.ENGINE, e.code());
    assertTrue(String.valueOf(e.getMessage()).endsWith("answers 500: panic"), e::getMessage);
  }
}
