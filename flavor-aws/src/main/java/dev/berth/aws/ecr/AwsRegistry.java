package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.CheckResult;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** What private and public registries have in common: who asks, and the login. */
abstract class AwsRegistry extends BaseContainerRegistry {
  private static final long MIB = 1 << 20;

  private final AwsRegistryConfig config;
  private final AwsClients clients;
  private final long maxLayerMib;
  private @Nullable RegistryToken token;

  /**
   * Opens a registry; nothing is sent yet.
   *
   * @param maxLayerMib how large a layer may be
   */
  AwsRegistry(RegistryContext context, long maxLayerMib) {
    super(context);
    this.config = context.config(AwsRegistryConfig.class);
    this.clients = new AwsClients(config);
    this.maxLayerMib = maxLayerMib;
  }

  final AwsRegistryConfig config() {
    return config;
  }

  final AwsClients clients() {
    return clients;
  }

  /** Asks for a token to log in to the registry with. */
  abstract RegistryToken fetchToken();

  /** What is known of the repository that the image goes to. */
  abstract AwsRepository repository(ImageReference image);

  @Override
  protected final synchronized Login login() {
    RegistryToken now = token;
    if (now == null || !now.isFresh()) {
      try {
        now = fetchToken();
      } catch (SdkException e) {
        if (AwsFailure.of(e) == AwsFailure.NO_CREDENTIALS) {
          return Login.none("there are no AWS credentials: tried " + clients.chain());
        }
        throw AwsFailure.exception("ecr:GetAuthorizationToken in " + config.region(), e);
      }
      token = now;
    }
    return Login.with(now.credentials(), "ecr:GetAuthorizationToken");
  }

  @Override
  protected final Optional<String> wayToLogIn() {
    return Optional.of("aws configure, or aws sso login");
  }

  @Override
  public final List<Check> checks(Optional<ImageReference> image) {
    RegistryProbe probe = context().probe(this::credentials);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("identity", this::identity));
    checks.add(new Check("login", () -> loggedIn(probe)));
    image.ifPresent(it -> checks.addAll(checks(it, probe)));
    return checks;
  }

  private List<Check> checks(ImageReference image, RegistryProbe probe) {
    AwsRepository repository = repository(image);
    PushPlan plan = context().plan(image);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("repository", repository::exists));
    if (repository.hasImmutableTags()) {
      checks.add(new Check("immutable-tag", () -> repository.takesTag(image, plan.digest())));
    }
    checks.add(new Check("permission", () -> afterLogin(() -> pushable(image, repository, probe))));
    checks.add(new Check("layer-size", () -> layerSize(plan)));
    return checks;
  }

  private CheckResult identity() {
    try {
      var identity = clients.identity();
      String wanted = config.registryId().orElse(identity.account());
      return identity.account().equals(wanted)
          ? CheckResult.pass(identity.arn() + " is of the account " + wanted)
          : CheckResult.warn(
                  "%s is of the account %s, and the registry is of %s, whose repositories must let it in"
                      .formatted(identity.arn(), identity.account(), wanted))
              .withRemedy(
                  "aws ecr set-repository-policy --registry-id %s --region %s --repository-name NAME"
                          .formatted(wanted, config.region())
                      + " --policy-text file://policy.json");
    } catch (SdkException e) {
      return unidentified(e);
    }
  }

  private CheckResult unidentified(SdkException e) {
    AwsFailure kind = AwsFailure.of(e);
    if (!kind.isOfCredentials()) {
      return AwsFailure.unknown("sts:GetCallerIdentity", e);
    }
    BerthException failure = AwsFailure.exception("sts:GetCallerIdentity", e);
    String message =
        kind == AwsFailure.NO_CREDENTIALS
            ? "there are no AWS credentials: tried " + clients.chain()
            : failure.getMessage();
    boolean other =
        config.authenticationSecret().isPresent()
            || (kind == AwsFailure.NO_CREDENTIALS && hasOtherLogin());
    return other
        ? CheckResult.warn(
            message + "; the registry has another login, and its checks are not made")
        : CheckResult.fail(message).withRemedy(String.join("; ", failure.hints()));
  }

  private boolean hasOtherLogin() {
    try {
      return !credentials().isAnonymous();
    } catch (BerthException e) {
      return false;
    }
  }

  private CheckResult loggedIn(RegistryProbe probe) {
    credentials();
    CheckResult result = probe.login();
    RegistryToken now;
    synchronized (this) {
      now = token;
    }
    return now == null || result.isFailure()
        ? result
        : new CheckResult(
            result.status(),
            result.message() + "; ECR gave a token that holds until " + now.expiry(),
            result.remedy());
  }

  private CheckResult pushable(
      ImageReference image, AwsRepository repository, RegistryProbe probe) {
    if (!repository.isThere()) {
      return config.createRepository()
          ? CheckResult.pass("shows when the push has made the repository")
          : CheckResult.unknown("not looked at: see 'repository'");
    }
    CheckResult result = probe.push(image);
    return result.isFailure()
        ? result.withRemedy(
            "allow ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart,"
                + " ecr:CompleteLayerUpload and ecr:PutImage on "
                + repository.name())
        : result;
  }

  private CheckResult layerSize(PushPlan plan) {
    String limit = "layers may have up to %,d MiB".formatted(maxLayerMib);
    return plan.largestLayer() > maxLayerMib * MIB
        ? CheckResult.fail(
                "%s, and the largest has %,d".formatted(limit, plan.largestLayer() / MIB))
            .withRemedy("split the layer")
        : CheckResult.pass(limit);
  }

  @Override
  protected final void provide(ImageReference image) {
    if (config.createRepository()) {
      repository(image).create(context());
    }
  }

  @Override
  public final void close() {
    clients.close();
  }
}
