package dev.berth.push.docker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Failures of docker-java that no server can cause. */
class EngineSessionTest {
  private final DockerHttpClient docker = mock(DockerHttpClient.class);
  private final EngineSession session =
      new EngineSession(
          new EngineEndpoint(URI.create("tcp://localhost:2375"), Optional.empty(), "a test"),
          Duration.ofSeconds(10),
          docker);

  private void requireEngineFailure(RuntimeException thrown, Runnable request) {
    BerthException e = assertThrows(BerthException.class, request::run);

    assertEquals(ErrorCode.ENGINE, e.code());
    assertEquals(thrown, e.getCause());
  }

  @Test
  void aConnectionThatCannotBeClosedFailsNoPush() throws IOException {
    doThrow(new IOException("broken pipe")).when(docker).close();

    assertDoesNotThrow(session::close);
  }

  @Test
  void aDefectOfTheClientIsAFailureOfTheEngine() {
    var defect = new IllegalStateException("a defect");
    when(docker.execute(any())).thenThrow(defect);

    requireEngineFailure(defect, () -> session.findImage("app"));
    requireEngineFailure(defect, () -> session.export("app"));
  }
}
