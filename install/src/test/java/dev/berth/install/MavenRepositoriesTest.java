package dev.berth.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenRepositoriesTest {
  @TempDir Path home;

  @Test
  void aPasswordBesideAMistakeInTheSettingsIsNotTold() throws IOException {
    Path file = home.resolve("settings.xml");
    Files.writeString(
        file,
        """
        <settings>
          <servers><server><id>all</id><password>canary-password</pasword></server></servers>
        </settings>
        """);
    var settings = new MavenSettings(home, Optional.of(file), true, Map.of());

    var failure =
        assertThrows(
            BerthException.class, () -> new MavenRepositories(settings, InstallListener.NONE));

    assertEquals(ErrorCode.INVALID, failure.code());
    assertTrue(failure.getMessage().contains("line 2"), failure::getMessage);
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertFalse(trace.toString().contains("canary"), trace::toString);
  }
}
