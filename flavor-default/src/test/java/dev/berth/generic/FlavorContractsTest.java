package dev.berth.generic;

import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.testing.ContainerRegistryFlavorContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The flavors of this module keep the contract. */
class FlavorContractsTest {
  /** A proxy that does not exist, so that no request leaves this machine. */
  private static final String NOWHERE = "http://localhost:1";

  @Nested
  class OfDefault extends Contract {
    OfDefault() {
      super(DefaultFlavor.class, Map.of());
    }
  }

  @Nested
  class OfHarbor extends Contract {
    OfHarbor() {
      super(HarborFlavor.class, Map.of());
    }
  }

  @Nested
  class OfArtifactory extends Contract {
    OfArtifactory() {
      super(ArtifactoryFlavor.class, Map.of("repositoryKey", "docker"));
    }
  }

  @Nested
  class OfQuay extends Contract {
    OfQuay() {
      super(QuayFlavor.class, Map.of());
    }
  }

  @Nested
  class OfDockerHub extends Contract {
    OfDockerHub() {
      super(DockerHubFlavor.class, Map.of("uri", "docker.io/acme", "proxy", NOWHERE));
    }
  }

  @Nested
  class OfGitHub extends Contract {
    OfGitHub() {
      super(GitHubFlavor.class, Map.of("uri", "ghcr.io/acme", "proxy", NOWHERE));
    }
  }

  @Nested
  class OfGitLab extends Contract {
    OfGitLab() {
      super(GitLabFlavor.class, Map.of("host", "localhost:1"));
    }
  }

  private abstract static class Contract extends ContainerRegistryFlavorContract {
    Contract(Class<? extends BaseContainerRegistryFlavor> flavor, Map<String, String> properties) {
      super(flavor, properties);
    }
  }
}
