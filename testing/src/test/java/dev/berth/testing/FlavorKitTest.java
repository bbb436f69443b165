package dev.berth.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlavorKitTest {
  @TempDir private Path folder;
  private FlavorKit kit;

  @BeforeEach
  void register() {
    kit = new FlavorKit(folder).target("localhost:5000/app:1");
    kit.register("leaky", "uri", "localhost:5000");
  }

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  void aReportWithASecretFailsTheTest() {
    kit.expect(Check.Status.FAIL, "login", "the login fails");
    kit.environment("LEAK", "true");
    assertThrows(AssertionError.class, kit::check);
    assertThrows(AssertionError.class, kit::pushSkippingChecks);
  }

  @Test
  void aPushIsRecordedWithItsLogin() {
    assertEquals(RecordingEngine.DIGEST, kit.pushSkippingChecks().reference().digest().get());
    assertEquals("canary", kit.engine().logins().get(0).password().orElseThrow());
    assertTrue(kit.listener().warnings().get(0).contains("the login fails"));
  }

  @Test
  void whatIsRefusedIsNotPushed() {
    kit.refused(ErrorCode.PREREQUISITE);
    assertEquals(0, kit.engine().requests().size());
  }

  @Test
  void anInvalidConfigurationIsNotRegistered() {
    assertTrue(kit.invalid("leaky").getMessage().contains("'uri' is required"));
  }
}
