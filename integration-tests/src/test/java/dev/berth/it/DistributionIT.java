package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

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

  private static final String EARLIER = "; with -o, Maven leaves the bill of an earlier build";

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
  void eachBillOfMaterialsHasTheJarsBesideItWithTheirDigests() throws Exception {
    List<Path> folders =
        files(Distribution.folder(), "bom.json").stream().map(Path::getParent).toList();
    assertEquals(4, folders.size(), "the number of bills of materials; Maven writes none with -o");

    Map<String, String> ofCommand = jars(Distribution.folder(), folders);
    // The bill of the command is about this jar, and so does not list it.
    String command = "berth-cli-" + System.getProperty("berth.version") + ".jar";
    assertNotNull(ofCommand.remove(command), command);

    for (Path folder : folders) {
      Map<String, String> beside =
          folder.equals(Distribution.folder()) ? ofCommand : jars(folder, folders);
      Map<String, String> listed = listed(folder.resolve("bom.json"));
      // A flavor uses some libraries of the command.
      Map<String, String> others = without(without(listed, beside), ofCommand);

      assertEquals(Map.of(), without(beside, listed), "not in the bill in " + folder + EARLIER);
      assertEquals(Map.of(), others, "only in the bill in " + folder + EARLIER);
    }
  }

  private static Map<String, String> without(Map<String, String> all, Map<String, String> some) {
    Map<String, String> rest = new TreeMap<>(all);
    rest.entrySet().removeAll(some.entrySet());
    return rest;
  }

  /** The digests of the jars to which no bill is nearer than the one in that folder. */
  private static Map<String, String> jars(Path folder, List<Path> folders) throws Exception {
    Map<String, String> jars = new TreeMap<>();
    for (Path jar : files(folder, ".jar")) {
      if (folders.stream().noneMatch(it -> jar.startsWith(it) && !folder.startsWith(it))) {
        jars.put(jar.getFileName().toString(), sha256(jar));
      }
    }
    return jars;
  }

  private static Map<String, String> listed(Path bill) throws IOException {
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode component : new ObjectMapper().readTree(bill.toFile()).path("components")) {
      listed.put(file(component), sha256(component));
    }
    return listed;
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
