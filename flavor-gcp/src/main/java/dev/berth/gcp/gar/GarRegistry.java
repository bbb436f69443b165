package dev.berth.gcp.gar;

import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.SdkProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A repository of Artifact Registry. */
public final class GarRegistry extends BaseContainerRegistry {
  private final GcpRegistryConfig config;
  private final GoogleLogin login;
  private final ArtifactRegistryApi api;

  /** Opens the registered registry; nothing is sent yet. */
  public GarRegistry(RegistryContext context) {
    this(context, Optional.empty());
  }

  /** With another endpoint for impersonation than Google's, a URL. */
  GarRegistry(RegistryContext context, Optional<String> iamEndpoint) {
    super(context);
    this.config = context.config(GcpRegistryConfig.class);
    var proxy = new SdkProxy("Google's SDK", context::proxy);
    var json = new CredentialsJson(proxy);
    this.login = new GoogleLogin(new LoginSources(context, json, iamEndpoint), json);
    this.api =
        new ArtifactRegistryApi(
            config, proxy, () -> login.api(context.credentials()), config.path().project());
  }

  @Override
  public Login login() {
    return login.login();
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    var lookup = new RepositoryLookup(api, config.path());
    var repository = new RepositoryChecks(api, config, lookup, this::member);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("location", repository::location).afterLogin());
    checks.add(new Check("repository", repository::repository).afterLogin());
    checks.add(new Check("permission", repository::permission).afterLogin());
    image.ifPresent(
        it -> {
          PushPlan plan = context().plan(it);
          var ofImage =
              new ImageChecks(lookup, new TagLookup(api, config, context()::probe, it), it);
          checks.add(new Check("path", () -> ofImage.path(config.path())));
          checks.add(new Check("tag", () -> ofImage.tag(plan.digest())).afterLogin());
        });
    return checks;
  }

  /** The configured credentials' account, and not that of others on the machine. */
  private String member() {
    return config.authenticationSecret().isPresent() ? "MEMBER" : login.member();
  }
}
