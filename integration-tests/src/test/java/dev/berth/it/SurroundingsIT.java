package dev.berth.it;

import dev.berth.it.kit.Berth;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What surrounds the process: variables of the JVM, folders that are missing. */
class SurroundingsIT {
  private final Berth berth;

  SurroundingsIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -XX:+UseG1GC",
    "JAVA_TOOL_OPTIONS, -Xmx24m",
    "JDK_JAVA_OPTIONS, -XX:+UseParallelGC",
    "_JAVA_OPTIONS, -XX:+UseZGC",
    "BERTH_JAVA_OPTS, -XX:+UseG1GC",
    "TMPDIR, /nonexistent",
    "LC_ALL, ar_EG.UTF-8",
  })
  void theCommandStartsAllTheSame(String variable, String value) {
    berth.with(variable, value).asProcess().ok("--version");
  }

  @Test
  void aMissingHomeIsNoFailure() {
    berth.without("HOME").asProcess().ok("cr", "list");
  }

  @Test
  void aPreparedCommandUsesItsArchiveOfClassesByALinkAndStartsWhenItIsMoved() {
    // With -Xshare:on, the JVM fails if the archive does not fit.
    String script =
        """
        set -e
        distribution=${0%/bin/berth}
        "$distribution/bin/prepare"
        ln -s "$0" link
        ln -s "$distribution" folder
        export BERTH_JAVA_OPTS=-Xshare:on
        "$0" "$@"
        ./link "$@"
        folder/bin/berth "$@"
        unset BERTH_JAVA_OPTS
        mv "$distribution" "$distribution moved"
        "$distribution moved/bin/berth" "$@"
        """;
    berth.withoutSdks().startedBy("sh", "-c", script).ok("--version");
  }

  @Test
  void aCurrentFolderThatIsDeletedIsTold() {
    String script = "mkdir gone && cd gone && rmdir ../gone && exec \"$0\" \"$@\"";
    berth
        .startedBy("sh", "-c", script)
        .fails(2, "cr", "list")
        .says("the current folder does not exist");
  }
}
