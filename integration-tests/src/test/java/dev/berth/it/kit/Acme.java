package dev.berth.it.kit;

/** A flavor as a user writes one, in the guide's three steps. */
public final class Acme {
  /** The flavor's class. */
  public static final String FLAVOR_CLASS = "acme.AcmeRegistryFlavor";

  /** The environment variable that names the file in which the flavor notes what it does. */
  public static final String JOURNAL = "ACME_JOURNAL";

  /** The environment variable that, when set, makes the flavor refuse every push. */
  public static final String REFUSES = "ACME_REFUSES";

  private static final String CONFIG =
      """
      package acme;

      import dev.berth.spi.BaseContainerRegistryConfig;
      import jakarta.validation.constraints.Max;
      import jakarta.validation.constraints.Min;
      import jakarta.validation.constraints.NotBlank;

      public class AcmeRegistryConfig extends BaseContainerRegistryConfig {
        enum Tier { BASIC, PREMIUM }

        @NotBlank(message = "is required")
        private String team;

        @Min(1)
        @Max(10)
        private int retries = 3;

        private Tier tier = Tier.BASIC;
        private boolean scanOnPush;
        private String note;
        private String accessToken;

        public AcmeRegistryConfig() {}

        static {
          // It has no context, so this is seen of the command as a process only.
          acme.Journal.note(System.getenv("ACME_JOURNAL"), "configuration initialised");
        }

        public String team() {
          return team;
        }
      }
      """;

  private static final String REGISTRY =
      """
      package acme;

      import dev.berth.reference.ImageReference;
      import dev.berth.spi.BaseContainerRegistry;
      import dev.berth.spi.BerthException;
      import dev.berth.spi.ErrorCode;
      import dev.berth.spi.RegistryContext;

      public class AcmeRegistry extends BaseContainerRegistry {
        private final acme.sdk.QuotaClient client = new acme.sdk.QuotaClient();

        public AcmeRegistry(RegistryContext context) {
          super(context);
        }

        @Override
        public void prepareImagePush(ImageReference image) {
          String team = context().config(AcmeRegistryConfig.class).team();
          Journal.note(
              context().variable("ACME_JOURNAL").orElse(null),
              "prepared " + image + " for " + team);
          if (!client.hasQuota(context().variable("ACME_REFUSES").isPresent())) {
            throw new BerthException(
                ErrorCode.PREREQUISITE, team + " has no quota left", "ask Acme for more");
          }
        }
      }
      """;

  private static final String FLAVOR =
      """
      package acme;

      import dev.berth.spi.BaseContainerRegistryConfig;
      import dev.berth.spi.BaseContainerRegistryFlavor;
      import dev.berth.spi.ContainerRegistry;
      import dev.berth.spi.RegistryContext;
      import java.util.List;
      import java.util.Optional;

      public class AcmeRegistryFlavor extends BaseContainerRegistryFlavor {
        public AcmeRegistryFlavor() {}

        @Override
        public String name() {
          return "acme";
        }

        @Override
        public List<String> dependencies() {
          return List.of("acme:acme-sdk");
        }

        @Override
        public Class<? extends BaseContainerRegistryConfig> configClass() {
          return AcmeRegistryConfig.class;
        }

        @Override
        public ContainerRegistry createRegistry(RegistryContext context) {
          return new AcmeRegistry(context);
        }

        @Override
        public Optional<String> notice(BaseContainerRegistryConfig config) {
          return Optional.of("tell Acme about " + ((AcmeRegistryConfig) config).team());
        }
      }
      """;

  private static final String JOURNAL_CLASS =
      """
      package acme;

      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;

      final class Journal {
        static void note(String file, String line) {
          if (file == null) {
            return;
          }
          try {
            Files.writeString(
                Path.of(file), line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
      """;

  private static final String CLIENT =
      """
      package acme.sdk;

      public class QuotaClient {
        public boolean hasQuota(boolean spent) {
          return !spent;
        }
      }
      """;

  private static final Classes CLASSES =
      Classes.compile(FLAVOR, CONFIG, REGISTRY, JOURNAL_CLASS, CLIENT);

  private Acme() {}

  /**
   * The flavor, its configuration and its implementation, and in the package {@code acme.sdk} the
   * library that the implementation needs.
   */
  public static Classes classes() {
    return CLASSES;
  }

  /** The source of a flavor that has a name and nothing else of its own. */
  public static String flavor(String packageName, String className, String name) {
    return flavor(
        packageName, className, "public String name() { return \"%s\"; }".formatted(name), "");
  }

  /** The source of a flavor with this method for the name, and other members. */
  public static String flavor(
      String packageName, String className, String nameMethod, String members) {
    return """
        package %s;

        public class %s extends dev.berth.spi.BaseContainerRegistryFlavor {
          %s
          %s
        }
        """
        .formatted(packageName, className, nameMethod, members);
  }
}
