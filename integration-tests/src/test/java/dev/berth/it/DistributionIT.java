package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.it.kit.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the distribution consists of. */
class DistributionIT {
  /** Beginnings of names; see docs/decisions/0029-smaller-distribution.md. */
  private static final List<String> LEFT_OUT =
      List.of("bcprov", "bcpkix", "bcutil", "guava", "failureaccess", "jna", "docker-java-core");

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(it -> it.toString().endsWith(end)).sorted().toList();
    }
  }

  @Test
  void theCommandHasNoLibraryThatItDoesNotReach() throws IOException {
    List<String> unwanted =
        files(Distribution.folder().resolve("lib"), ".jar").stream()
            .map(it -> it.getFileName().toString())
            .filter(name -> LEFT_OUT.stream().anyMatch(name::startsWith))
            .toList();

    assertEquals(List.of(), unwanted);
  }

  @Test
  void theBillsOfMaterialsHaveEachJarWithItsDigestAndNothingElse() throws Exception {
    Map<String, String> jars = new TreeMap<>();
    for (Path jar : files(Distribution.folder(), ".jar")) {
      jars.put(jar.getFileName().toString(), sha256(jar));
    }
    Map<String, String> listed = new TreeMap<>();
    var bills = files(Distribution.folder(), "bom.json");
    for (Path bill : bills) {
      for (JsonNode component : new ObjectMapper().readTree(bill.toFile()).path("components")) {
        listed.put(file(component), sha256(component));
      }
    }
    // The first bill is about this jar, and so has its name only.
    String command = "berth-cli-" + System.getProperty("berth.version") + ".jar";

    assertTrue(jars.remove(command) != null, command);
    assertEquals(4, bills.size());
    assertEquals(jars, listed);
  }

  private static String file(JsonNode component) {
    return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").asText().equals("SHA-256")) {
        return hash.path("content").asText();
      }
    }
    return "";
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
