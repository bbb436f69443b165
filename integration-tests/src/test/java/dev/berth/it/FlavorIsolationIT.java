package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Registry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Flavors that bring different versions of one library. */
class FlavorIsolationIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Registry registry;

  private final Berth berth;

  FlavorIsolationIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
  }

  @BeforeAll
  static void startRegistry() {
    registry = engine.sharedRegistry();
  }

  /** A flavor whose name and whose word before a push come from its version of the library. */
  private void install(String company, int version) {
    String library =
        """
        package shared.lib;

        public final class Library {
          public static String version%d() {
            return "v%d";
          }
        }
        """
            .formatted(version, version);
    String implementation =
        """
        package %s;

        public class Implementation extends dev.berth.spi.BaseContainerRegistry {
          public Implementation(dev.berth.spi.RegistryContext context) {
            super(context);
          }

          @Override
          public void prepareImagePush(dev.berth.reference.ImageReference image) {
            context().warn("prepared by " + shared.lib.Library.version%d());
          }
        }
        """
            .formatted(company, version);
    String flavor =
        """
        package %s;

        public class CompanyFlavor extends dev.berth.spi.BaseContainerRegistryFlavor {
          @Override
          public String name() {
            return "%s-" + shared.lib.Library.version%d();
          }

          @Override
          public dev.berth.spi.ContainerRegistry createRegistry(
              dev.berth.spi.RegistryContext context) {
            return new Implementation(context);
          }
        }
        """
            .formatted(company, company, version);
    Classes classes = Classes.compile(library, implementation, flavor);
    Path folder = berth.root().resolve("flavors").resolve(company);
    classes.in(company).jar(folder.resolve("flavor.jar"));
    classes.in("shared.lib").jar(folder.resolve("library.jar"));
    berth.ok("container-registry", "flavor", "register", company + ".CompanyFlavor");
  }

  @Test
  void eachFlavorHasItsOwnVersionOfALibrary() {
    install("alpha", 1);
    install("beta", 2);

    List<String> names =
        berth.ok("cr", "flavor", "list", "--output", "json").json().findValuesAsText("name");

    assertEquals(
        List.of("alpha-v1", "beta-v2"), names.stream().filter(n -> n.contains("-v")).toList());
    berth.assertShippedFlavorsWork();
    assertPushes("alpha-v1", "prepared by v1");
    assertPushes("beta-v2", "prepared by v2");
  }

  private void assertPushes(String flavor, String word) {
    berth.ok("cr", "register", flavor, "--flavor", flavor, "--uri", registry.host() + "/" + flavor);
    String image = registry.host() + "/" + flavor + "/app:1";
    engine.build(image, "one");

    berth.ok("push", image).says("warning: " + word);

    assertTrue(registry.digest(flavor + "/app", "1").isPresent());
  }
}
