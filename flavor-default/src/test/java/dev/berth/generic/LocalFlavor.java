package dev.berth.generic;

import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.net.URI;
import java.util.Optional;

/** The shipped flavors with their service on this machine: its web API is where its registry is. */
public abstract class LocalFlavor extends BaseContainerRegistryFlavor {
  private final String name;

  LocalFlavor(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  static URI endpoint(RegistryContext context) {
    return URI.create("http://" + context.config(BaseContainerRegistryConfig.class).uri().host());
  }

  /** Docker Hub. */
  public static final class DockerHub extends LocalFlavor {
    /** For the service loader. */
    public DockerHub() {
      super("local-dockerhub");
    }

    @Override
    public ContainerRegistry createRegistry(RegistryContext context) {
      URI here = endpoint(context);
      return new DockerHubRegistry(
          context,
          new DockerHubRegistry.Endpoints(here, here, here, here),
          new DockerHubOidc.Settings(Optional.empty(), Optional.of("acme")));
    }
  }

  /** GitHub. */
  public static final class GitHub extends LocalFlavor {
    /** For the service loader. */
    public GitHub() {
      super("local-github");
    }

    @Override
    public ContainerRegistry createRegistry(RegistryContext context) {
      return new GitHubRegistry(context, endpoint(context));
    }
  }
}
