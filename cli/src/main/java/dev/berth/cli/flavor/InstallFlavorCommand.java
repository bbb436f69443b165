package dev.berth.cli.flavor;

import dev.berth.cli.progress.DisplayChoice;
import dev.berth.cli.progress.Downloads;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.install.FlavorInstaller;
import dev.berth.install.Installation;
import dev.berth.install.MavenSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Installs a flavor, or the libraries that a flavor needs. */
@Command(
    name = "install",
    description = {
      "Install a flavor from a Maven repository, or the libraries that the checks and pushes of a"
          + " flavor need.",
      "Repositories, mirrors, proxies and logins are those of Maven's settings."
    },
    footer = {
      "",
      "The jars belong to you alone, in flavors/ of your configuration folder.",
      "  berth container-registry flavor install aws",
      "  berth container-registry flavor install com.example:acme-flavor:1.0"
    })
final class InstallFlavorCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "FLAVOR|GROUP:ARTIFACT:VERSION",
      description =
          "The flavor that needs its libraries, such as aws, gcp or azure; or the flavor's jar.")
  private String what;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Maven's settings. Default: ~/.m2/settings.xml.")
  private @Nullable Path settings;

  @Option(names = "--offline", description = "Use Maven's local repository only.")
  private boolean offline;

  InstallFlavorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    Optional<Installation> installed;
    try (var progress =
        DisplayChoice.ofDownload(output, session.environment(), session.verbose())) {
      var installer = new FlavorInstaller(session.home(), mavenSettings(), new Downloads(progress));
      installed =
          what.contains(":")
              ? Optional.of(installer.installFlavor(what))
              : installer.installLibraries(what);
    }
    report(output, installed);
    return 0;
  }

  private MavenSettings mavenSettings() {
    var environment = session.environment();
    return new MavenSettings(
        environment.userHome(),
        Optional.ofNullable(settings).map(environment.current()::resolve),
        offline,
        environment.variables());
  }

  private void report(Output output, Optional<Installation> installed) {
    var shape = JsonResults.object();
    if (installed.isEmpty()) {
      output.info("the flavor '%s' has all libraries that it needs".formatted(what));
      output.result(shape.put("name", what).put("installed", false), List.of());
      return;
    }
    Installation done = installed.get();
    output.info(
        done.flavors().isEmpty()
            ? "installed %d %s of the flavor '%s' in %s"
                .formatted(
                    done.jars().size(),
                    done.jars().size() == 1 ? "library" : "libraries",
                    done.name(),
                    done.folder())
            : "%s the flavor '%s' in %s"
                .formatted(
                    done.replaced() ? "replaced" : "installed",
                    String.join("', '", done.flavors()),
                    done.folder()));
    shape.put("name", done.name()).put("installed", true).put("folder", done.folder().toString());
    done.flavors().forEach(shape.putArray("flavors")::add);
    done.jars().forEach(shape.putArray("jars")::add);
    output.result(shape, done.jars());
  }
}
