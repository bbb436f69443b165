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
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
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

  /** Otherwise its libraries would be missing, without a word. */
  @Test
  void aJarWithoutItsPomIsRefused() throws Exception {
    Path jar = home.resolve("remote/acme/flavor/1.0/flavor-1.0.jar");
    Files.createDirectories(jar.getParent());
    Files.write(jar, new byte[0]);
    byte[] checksum = MessageDigest.getInstance("SHA-1").digest(new byte[0]);
    Files.writeString(Path.of(jar + ".sha1"), HexFormat.of().formatHex(checksum));
    Path file = home.resolve("settings.xml");
    Files.writeString(
        file,
        """
        <settings>
          <mirrors><mirror><id>all</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
        </settings>
        """
            .formatted(home.resolve("remote").toUri()));
    var settings = new MavenSettings(home, Optional.of(file), false, Map.of());

    try (var repositories = new MavenRepositories(settings, InstallListener.NONE)) {
      assertEquals(1, repositories.jars(List.of("acme:flavor:1.0")).size());
      var failure =
          assertThrows(
              BerthException.class,
              () -> repositories.jarsWithDependencies(List.of("acme:flavor:1.0")));

      assertEquals(ErrorCode.FLAVOR, failure.code());
      assertTrue(failure.getMessage().contains("acme:flavor:pom:1.0"), failure::getMessage);
    }
  }
}
