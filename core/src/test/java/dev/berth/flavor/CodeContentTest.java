package dev.berth.flavor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeContentTest {
  @TempDir Path folder;
  private CodeContent before;

  @BeforeEach
  void fill() throws IOException {
    write("acme/Acme.class", "1");
    write("META-INF/MANIFEST.MF", "1");
    write("META-INF/versions/21/acme/Acme.class", "1");
    before = CodeContent.of(folder);
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  @Test
  void theManifestIsNoCode() throws IOException {
    write("META-INF/MANIFEST.MF", "2");

    assertEquals(before, CodeContent.of(folder));
  }

  @Test
  void aClassForOneReleaseOfJavaIsCode() throws IOException {
    write("META-INF/versions/21/acme/Acme.class", "2");

    assertNotEquals(before, CodeContent.of(folder));
    assertEquals(Optional.of("acme.Acme"), before.clash(CodeContent.of(folder)));
  }

  @Test
  void theDescriptionsOfModulesDoNotClash() throws IOException {
    write("META-INF/versions/9/module-info.class", "1");
    CodeContent first = CodeContent.of(folder);
    write("META-INF/versions/9/module-info.class", "2");

    assertEquals(Optional.empty(), first.clash(CodeContent.of(folder)));
  }
}
