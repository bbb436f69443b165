package dev.berth.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarEntriesTest {
  @TempDir Path folder;

  @Test
  void theClassesForAReleaseOfJavaAreClassesToo() throws IOException {
    Path jar = folder.resolve("a.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry :
          List.of(
              "META-INF/versions/17/lib/B.class", "lib/B.class", "lib/A$C.class", "lib/x.txt")) {
        out.putNextEntry(new ZipEntry(entry));
      }
    }
    assertEquals(List.of("lib.A$C", "lib.B"), JarEntries.classNames(jar));
  }

  @Test
  void aFolderHasClassesAsAJarHas() throws IOException {
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/A.class"), "");
    assertEquals(List.of("lib.A"), JarEntries.classNames(folder));
  }

  @Test
  void aDamagedJarIsNamed() throws IOException {
    Path jar = Files.writeString(folder.resolve("a.jar"), "text");
    var failure = assertThrows(UncheckedIOException.class, () -> JarEntries.classNames(jar));
    assertTrue(String.valueOf(failure.getMessage()).contains("a.jar cannot be read"));
  }
}
