package dev.berth.gcp.gar;

import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.CheckResult;
import dev.berth.spi.CheckStatus;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
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
    this.login = new GoogleLogin(new LoginSources(context, iamEndpoint));
    this.api = new ArtifactRegistryApi(config, () -> login.api(credentials()));
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    var lookup = new RepositoryLookup(api, config.path());
    var repository = new RepositoryChecks(api, config, lookup, this::member);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("login", this::checkLogin));
    checks.add(new Check("location", () -> afterLogin(repository::location)));
    checks.add(new Check("repository", () -> afterLogin(repository::repository)));
    checks.add(new Check("permission", () -> afterLogin(repository::permission)));
    image.ifPresent(
        it -> {
          var ofImage =
              new ImageChecks(api, config, lookup, this::probe, it, context().plan(it).digest());
          checks.add(new Check("path", ofImage::path));
          checks.add(new Check("immutable-tags", ofImage::tag));
        });
    return checks;
  }

  private CheckResult checkLogin() {
    credentials();
    CheckResult answer = probe().login();
    return answer.status() == CheckStatus.PASS && config.authenticationSecret().isEmpty()
        ? CheckResult.pass("%s, with %s".formatted(answer.message(), login().story()))
        : answer;
  }

  /** The configured login, and not one that the machine has beside it. */
  private String member() {
    return config.authenticationSecret().isPresent() ? "MEMBER" : login.member();
  }

  private RegistryProbe probe() {
    return context().probe(this::credentials);
  }

  @Override
  protected void provide(ImageReference image) {
    if (!config.createRepository()) {
      return;
    }
    var lookup = new RepositoryLookup(api, config.path());
    try {
      if (lookup.repository().isPresent()) {
        return;
      }
    } catch (BerthException e) {
      if (e.code() != ErrorCode.REFUSED) {
        throw e;
      }
      createUnseen(lookup);
      return;
    }
    create(lookup);
  }

  /** Who may not look may still make it. */
  private void createUnseen(RepositoryLookup lookup) {
    try {
      create(lookup);
    } catch (BerthException e) {
      context().warn(e.getMessage() + "; whether the repository is there could not be seen");
    }
  }

  private void create(RepositoryLookup lookup) {
    var checks = new RepositoryChecks(api, config, lookup, this::member);
    new RepositoryCreation(api, config.path(), checks).create();
    context().tell("made the repository " + config.path());
  }

  @Override
  protected Optional<String> wayToLogIn() {
    return Optional.of("gcloud auth application-default login");
  }

  @Override
  protected Login login() {
    return login.login();
  }
}
