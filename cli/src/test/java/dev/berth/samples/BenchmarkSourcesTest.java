package dev.berth.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in benchmarks/ are compiled when they run, so only this test keeps them valid. */
class BenchmarkSourcesTest {
  @Test
  void theProgramsCompile(@TempDir Path classes) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var problems = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> folder = Files.list(Path.of("../benchmarks"))) {
      List<Path> sources = folder.filter(path -> path.toString().endsWith(".java")).toList();
      List<String> options =
          List.of(
              "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      var task =
          compiler.getTask(
              problems, files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
      assertTrue(task.call(), problems::toString);
    }
  }
}
