package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.session.Environment;
import dev.berth.localregistry.LocalRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRegistryServeCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(OutputStream out, Map<String, String> variables, String... arguments) {
    var environment =
        new Environment(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            variables,
            folder,
            folder.resolve("home"),
            Optional.empty(),
            "");
    return BerthCommand.run(environment, arguments);
  }

  private int fails(String... arguments) {
    return run(OutputStream.nullOutputStream(), Map.of(), arguments);
  }

  @Test
  void itTellsWhereItListensAndServesUntilItIsStopped() throws Exception {
    var data = folder.resolve("data");
    var out = new PipedInputStream();
    var sink = new PipedOutputStream(out);
    var serving =
        new Thread(
            () ->
                run(
                    sink,
                    Map.of("XDG_DATA_HOME", data.toString()),
                    "registry",
                    "serve",
                    "--port",
                    "0",
                    "--output",
                    "json"));
    serving.start();
    try {
      var told = new ObjectMapper().readTree(out);

      assertEquals("localhost", told.path("host").asText());
      assertEquals(data.resolve("berth/registry").toString(), told.path("directory").asText());
      assertTrue(Files.isDirectory(data.resolve("berth/registry/docker/registry/v2/blobs")));
      assertEquals(200, status("http://localhost:" + told.path("port").asInt() + "/v2/"));
      assertTrue(err.toString(UTF_8).contains("Ctrl-C"));
    } finally {
      serving.interrupt();
      serving.join();
    }
  }

  private static int status(String url) throws IOException {
    return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    try (var other = LocalRegistry.start(folder.resolve("other"), 0)) {
      String port = String.valueOf(other.port());

      assertEquals(9, fails("registry", "serve", "--port", port));

      assertTrue(err.toString(UTF_8).contains(other.host()), err.toString(UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port=65536", "--port=-1", "--port=http", "--directory="})
  void whatIsNotValidIsToldSo(String option) {
    assertEquals(2, fails("registry", "serve", option));
  }

  @Test
  void aCommandIsMissing() {
    assertEquals(2, fails("registry"));
  }
}
