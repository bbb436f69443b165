package dev.berth.gcp.gar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a login waits for its whole time limit, which the SDK's own tries make a long one. */
@Tag("slow")
class GarPatienceTest {
  @TempDir Path folder;
  private LocalGoogle google;

  @BeforeEach
  void start() throws IOException {
    google = new LocalGoogle(folder);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  @Timeout(60)
  void aTokenServiceThatNeverAnswersIsGivenUp() throws IOException {
    google.withKey();
    // Loads the SDK, whose own beginning would take from what all checks have together.
    assertEquals(Check.Status.PASS, google.check("login").status());
    try (var stalled = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      google.kit.environment(
          "BERTH_SECRET_GCP_KEY",
          ServiceAccountKey.json("http://127.0.0.1:" + stalled.getLocalPort() + "/token"));
      Check.Result result = google.check("login");
      assertEquals(Check.Status.UNKNOWN, result.status());
      assertTrue(result.message().contains("timed out"), result::message);
    }
  }
}
