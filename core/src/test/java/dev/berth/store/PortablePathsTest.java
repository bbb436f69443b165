package dev.berth.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of a project that is moved. */
class PortablePathsTest {
  private static final String ODD = "my proj #1 50%25+x!/ä";

  @TempDir Path temporary;

  private static Store store(Path project) {
    return new Store(project.resolve(".berth"));
  }

  private static CustomFlavor flavor(Path project) {
    return new CustomFlavor(
        "acme",
        "acme.AcmeFlavor",
        project.toString(),
        List.of(project + "/lib/acme.jar", "/opt/acme/lib.jar"),
        Map.of(),
        "",
        List.of(),
        false);
  }

  private static Map<String, Object> configuration(Path project) {
    return Map.of("caCertificate", project + "/certs/ca.pem", "uri", "localhost:5000");
  }

  private static void write(Path project) {
    store(project)
        .change(
            content ->
                content
                    .with(flavor(project))
                    .with(new RegisteredRegistry("r", "acme", configuration(project))));
  }

  private Path moved(Path project) throws IOException {
    return Files.move(project, temporary.resolve("moved"));
  }

  private static void requireOf(Path project) {
    StoreContent content = store(project).read();
    assertEquals(List.of(flavor(project)), content.flavors());
    assertEquals(configuration(project), content.registry("r").configuration());
  }

  @Test
  void itsOwnPathsMoveWithIt() throws IOException {
    Path project = Files.createDirectories(temporary.resolve(ODD));
    write(project);
    String file = Files.readString(project.resolve(".berth/registries.json"));
    assertFalse(file.contains(temporary.toString()), file);
    requireOf(project);
    requireOf(moved(project));
  }

  @Test
  void theAbsolutePathsOfAnEarlierVersionAreReadAndMoveToo() throws IOException {
    Path project = Files.createDirectories(temporary.resolve(ODD));
    write(project);
    Path file = project.resolve(".berth/registries.json");
    String old = Files.readString(file).replace("${sourceRoot}", project.toString());
    Files.writeString(file, old);
    requireOf(project);
    requireOf(moved(project));
  }

  @Test
  void aStoreThatBelongsToNoProjectHasAbsolutePaths() throws IOException {
    Path user = Files.createDirectories(temporary.resolve("user"));
    new Store(user).change(content -> content.with(flavor(temporary)));
    assertTrue(Files.readString(user.resolve("registries.json")).contains(temporary.toString()));
  }
}
