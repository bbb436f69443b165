package dev.berth.gcp.gar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a process of its own: the SDK takes the metadata server's name from the process's alone. */
@Timeout(120)
class MetadataServerTest {
  private static final String TOKEN_PATH =
      "/computeMetadata/v1/instance/service-accounts/default/token";

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

  private String checked() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MetadataProgram.class.getName(),
                folder.resolve("child").toString()));
    google.properties.forEach((name, value) -> command.addAll(List.of(name, value)));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("GOOGLE_") || name.endsWith("_GCE_CHECK"));
    environment.put("GCE_METADATA_HOST", google.web.host());
    environment.put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void aMachineOfGooglesLogsInAsItsServiceAccount() throws IOException, InterruptedException {
    String output = checked();
    assertTrue(output.contains("(the metadata server " + google.web.host()), output);
    assertTrue(google.api.authorizations.stream().allMatch(it -> it.startsWith("Bearer ya29")));
    assertEquals(1, google.api.authorizations.size(), output);
    assertEquals(Set.of("none"), google.api.quotaProjects);
  }

  @ParameterizedTest
  @CsvSource({
    "500, responded 500",
    "503, responded 503",
    "429, responded 429",
    "200, is not Google's"
  })
  void aMetadataServerThatIsBrokenMayAnswerLater(int status, String message)
      throws IOException, InterruptedException {
    google.web.failures.put(TOKEN_PATH, status + " <html>");
    String output = checked();
    assertTrue(output.contains(message), output);
    assertTrue(output.contains("isUnreachable=true"), output);
  }

  @Test
  void aMachineWithoutAServiceAccountIsTold() throws IOException, InterruptedException {
    google.web.failures.put(TOKEN_PATH, "404 {}");
    String output = checked();
    assertTrue(output.contains("the machine may have no service account"), output);
  }
}
