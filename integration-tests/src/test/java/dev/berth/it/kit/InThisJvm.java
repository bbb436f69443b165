package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The command of the distribution, run in this JVM by its public way in, with classes of its own
 * that see none of the tests'.
 */
final class InThisJvm {
  private static final long BOUND_SECONDS = 120;

  /** Where what a run's threads print goes, who print past the streams that they are given. */
  private static final InheritableThreadLocal<@Nullable PrintStream> STRAY =
      new InheritableThreadLocal<>();

  /** Loaded when it is first wanted, and once. */
  private static final class Loaded {
    static final InThisJvm COMMAND = new InThisJvm();
  }

  private final ClassLoader classes;
  private final Constructor<?> environment;
  private final Method run;

  private InThisJvm() {
    System.setOut(straying(System.out));
    System.setErr(straying(System.err));
    try {
      URL[] jars = Distribution.libraries().stream().map(InThisJvm::url).toArray(URL[]::new);
      // Never closed: it is used until the JVM ends.
      classes = new URLClassLoader("berth", jars, ClassLoader.getPlatformClassLoader());
      Class<?> around = classes.loadClass("dev.berth.cli.session.Environment");
      environment =
          around.getConstructor(
              InputStream.class,
              PrintStream.class,
              PrintStream.class,
              Map.class,
              Path.class,
              Path.class,
              Optional.class,
              String.class);
      run = classes.loadClass("dev.berth.cli.Main").getMethod("run", around, String[].class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the command cannot be run in this JVM", e);
    }
    // The libraries' logging can be set up by one thread only.
    Path nowhere = Path.of("/nonexistent");
    var unused =
        started(
            Distribution.folder(),
            List.of("push", "nowhere.example/app", "--from", "oci:/nonexistent"),
            nowhere,
            Map.of("HOME", nowhere.toString()),
            "");
  }

  /** As in a process of the command, both streams are one to who is not given them. */
  private static PrintStream straying(PrintStream otherwise) {
    var stray =
        new OutputStream() {
          private PrintStream target() {
            PrintStream own = STRAY.get();
            return own != null ? own : otherwise;
          }

          @Override
          public void write(int b) {
            target().write(b);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            target().write(bytes, offset, length);
          }

          @Override
          public void flush() {
            target().flush();
          }
        };
    return new PrintStream(stray, true, UTF_8);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar.toString(), e);
    }
  }

  /**
   * Runs the command to its end, in a thread of its own.
   *
   * @param distribution where it finds its flavors
   */
  static Run run(
      Path distribution,
      List<String> arguments,
      Path current,
      Map<String, String> variables,
      String input) {
    return Loaded.COMMAND.started(distribution, arguments, current, variables, input);
  }

  private Run started(
      Path distribution,
      List<String> arguments,
      Path current,
      Map<String, String> variables,
      String input) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var story = new PrintStream(err, true, UTF_8);
    var task =
        new FutureTask<>(
            () -> {
              STRAY.set(story);
              Object around =
                  environment.newInstance(
                      new ByteArrayInputStream(input.getBytes(UTF_8)),
                      new PrintStream(out, true, UTF_8),
                      story,
                      variables,
                      current,
                      Path.of(variables.getOrDefault("HOME", "/")),
                      Optional.of(distribution),
                      "");
              return (Integer) run.invoke(null, around, arguments.toArray(String[]::new));
            });
    var thread = new Thread(task, "berth " + String.join(" ", arguments));
    thread.setDaemon(true);
    thread.setContextClassLoader(classes);
    thread.start();
    int status = status(task, thread, arguments);
    return new Run(arguments, status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static int status(FutureTask<Integer> task, Thread thread, List<String> arguments) {
    try {
      return task.get(BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() instanceof InvocationTargetException i ? i.getCause() : e;
      throw new AssertionError("berth " + arguments + " threw", cause);
    } catch (TimeoutException e) {
      var hanging = new AssertionError("it hangs here");
      hanging.setStackTrace(thread.getStackTrace());
      return fail(
          "still running after %d s: berth %s".formatted(BOUND_SECONDS, arguments), hanging);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for berth", e);
    }
  }
}
