package dev.berth.it.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The command {@code berth} of the distribution, with a home folder and an environment of its own.
 * It is run in this JVM, which is quicker, unless it is wanted {@link #asProcess}, started without
 * waiting for its end, or has something that only a process can have. Immutable: what changes a
 * setting gives another one.
 */
public final class Berth {
  private static final List<String> INHERITED =
      List.of("PATH", "JAVA_HOME", "DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH");
  private static final String NOBODY = "65534";

  private final Path folder;
  private final Path distribution;
  private final Path current;
  private final Map<String, String> environment;
  private final List<String> command;
  private final String input;
  private final boolean process;

  private Berth(
      Path folder,
      Path distribution,
      Path current,
      Map<String, String> environment,
      List<String> command,
      String input,
      boolean process) {
    this.folder = folder;
    this.distribution = distribution;
    this.current = current;
    this.environment = environment;
    this.command = command;
    this.input = input;
    this.process = process;
  }

  /** The command in a folder that nothing is prepared in. */
  public static Berth in(Path folder) {
    var environment = new TreeMap<String, String>();
    INHERITED.stream()
        .filter(System.getenv()::containsKey)
        .forEach(name -> environment.put(name, System.getenv(name)));
    Path home = folder.resolve("home");
    environment.put("HOME", home.toString());
    environment.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
    environment.put("DOCKER_CONFIG", home.resolve(".docker").toString());
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("BERTH_SECRET_CANARY_USERNAME", Canary.USERNAME);
    environment.put("BERTH_SECRET_CANARY_PASSWORD", Canary.PASSWORD);
    Path distribution = Distribution.folder();
    var berth =
        new Berth(folder, distribution, folder, environment, command(distribution), "", false);
    berth.dockerConfig(Canary.dockerConfig("canary.example"));
    return berth;
  }

  private static List<String> command(Path distribution) {
    return List.of(Distribution.commandOf(distribution).toString());
  }

  /** The command in a new project, whose root is marked as {@code berth init} marks it. */
  public static Berth inProject(Path folder) {
    try {
      Path root = Files.createDirectory(folder.resolve("project"));
      Permissions.set(Files.createDirectory(root.resolve(".berth")), "rwx------");
      return in(folder).at(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with another current folder. */
  public Berth at(Path newCurrent) {
    return new Berth(folder, distribution, newCurrent, environment, command, input, process);
  }

  /** The same with another value of an environment variable. */
  public Berth with(String variable, String value) {
    var changed = new TreeMap<>(environment);
    changed.put(variable, value);
    return new Berth(folder, distribution, current, changed, command, input, process);
  }

  /** The same without an environment variable. */
  public Berth without(String variable) {
    var changed = new TreeMap<>(environment);
    changed.remove(variable);
    return new Berth(folder, distribution, current, changed, command, input, process);
  }

  /** The same with this on standard input. */
  public Berth given(String newInput) {
    return new Berth(folder, distribution, current, environment, command, newInput, process);
  }

  /**
   * The same, run as a process: where the JVM or what the system makes of a process is the point,
   * or code that asks the JVM for environment variables, as the clouds' SDKs do.
   */
  public Berth asProcess() {
    return new Berth(folder, distribution, current, environment, command, input, true);
  }

  /** The same, run as a process with more options for the JVM. */
  public Berth withJavaOptions(String options) {
    return with("BERTH_JAVA_OPTS", options).asProcess();
  }

  /** The same, run as a process that another command starts, which is given the whole line. */
  public Berth startedBy(String... starter) {
    var line = Stream.concat(Stream.of(starter), command.stream()).toList();
    return new Berth(folder, distribution, current, environment, line, input, true);
  }

  /** The same of a distribution without the clouds' SDKs. */
  public Berth withoutSdks() {
    Path copy = Distribution.slimCopyTo(folder.resolve("slim"));
    return new Berth(folder, copy, current, environment, command(copy), input, process);
  }

  /**
   * The same as a user who may do no more than a file's permissions say. Root may do everything, so
   * another user takes its place. Run as a process.
   */
  public Berth withoutRootsRights() {
    if (!System.getProperty("user.name", "").equals("root")) {
      return asProcess();
    }
    Permissions.set(folder, "rwxrwxrwx");
    Path copy = Distribution.copyTo(folder.resolve("distribution"));
    return new Berth(folder, copy, current, environment, command(copy), input, true)
        .startedBy("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
  }

  /** Gives Docker's configuration file this content. */
  public Berth dockerConfig(String content) {
    try {
      Path docker = Files.createDirectories(folder.resolve("home/.docker"));
      Files.writeString(docker.resolve("config.json"), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The current folder: in a project, its root. */
  public Path root() {
    return current;
  }

  /** The home folder. */
  public Path home() {
    return folder.resolve("home");
  }

  /** The project's store. */
  public StoreFolder store() {
    return new StoreFolder(current.resolve(".berth"));
  }

  /** Runs the command, which must succeed. */
  public Run ok(String... arguments) {
    return fails(0, arguments);
  }

  /** Runs the command, which must end with this status. */
  public Run fails(int status, String... arguments) {
    return process
        ? start(arguments).ends(status)
        : InThisJvm.run(distribution, List.of(arguments), current, environment, input)
            .ended(status);
  }

  /** Registers a registry of the flavor {@code default}. */
  public Berth registered(String name, String uri) {
    ok("container-registry", "register", name, "--flavor", "default", "--uri", uri);
    return this;
  }

  /** The names of the registered registries. */
  public List<String> registries() {
    return ok("container-registry", "list", "--output", "json").json().findValuesAsText("name");
  }

  /** Starts the command, as a process. */
  public Started start(String... arguments) {
    var line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    return Started.of(line, List.of(arguments), current, environment, folder, input);
  }

  /** Starts {@code berth registry serve} on a free port, to be closed by the caller. */
  public ServedRegistry serve(Path directory) {
    var line = new ArrayList<>(command);
    line.addAll(List.of("registry", "serve", "--port", "0", "--directory", directory.toString()));
    return ServedRegistry.of(line, environment, folder);
  }

  /** Checks that the distribution's list of flavors is not affected by a broken one. */
  public void assertShippedFlavorsWork() {
    for (var flavor : ok("container-registry", "flavor", "list", "--output", "json").json()) {
      if (!flavor.path("custom").asBoolean()) {
        assertEquals("ok", flavor.path("status").asText(), flavor::toString);
      }
    }
  }
}
