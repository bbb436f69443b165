package dev.berth.gcp.gar;

import dev.berth.gcp.GcpFlavor;
import dev.berth.testing.ContainerRegistryFlavorContract;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

class GcpFlavorContractTest extends ContainerRegistryFlavorContract {
  private static final ApiServer api = started();

  GcpFlavorContractTest() {
    super(
        GcpFlavor.class,
        Map.of(
            "endpointOverride", api.url(),
            "location", "us",
            "project", "my-project",
            "repository", "images"));
  }

  private static ApiServer started() {
    try {
      return new ApiServer();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterAll
  static void close() {
    api.close();
  }
}
