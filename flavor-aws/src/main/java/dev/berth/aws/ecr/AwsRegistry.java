package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.SdkProxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/** The common base of private and public registries. */
abstract class AwsRegistry extends BaseContainerRegistry {
  private static final long MIB = 1 << 20;
  private static final String CALLER = "sts:GetCallerIdentity";

  private final AwsRegistryConfig config;
  private final AwsClients clients;
  private final long maxLayerMib;

  /**
   * @param maxLayerMib the largest layer that the registry accepts
   */
  AwsRegistry(RegistryContext context, long maxLayerMib) {
    super(context);
    this.config = context.config(AwsRegistryConfig.class);
    this.clients =
        new AwsClients(
            config,
            Region.of(config.region()),
            new SdkProxy("Amazon's SDK", context::proxy),
            context::secret);
    this.maxLayerMib = maxLayerMib;
  }

  final AwsRegistryConfig config() {
    return config;
  }

  final AwsClients clients() {
    return clients;
  }

  /** Gets a token for the registry. */
  abstract Login fetchToken();

  /** The repository of the image. */
  abstract AwsRepository repository(ImageReference image);

  @Override
  public final Login login() {
    if (!clients.hasCredentials()) {
      return Login.missing(clients.noCredentials(), AwsFailure.NO_CREDENTIALS.remedy());
    }
    String action = "ecr:GetAuthorizationToken in " + config.region();
    try {
      return fetchToken();
    } catch (SdkException e) {
      throw AwsFailure.exception(action, e);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException e) {
      throw AwsFailure.unexpected(action, e);
    }
  }

  /**
   * The user name and password of a token (Amazon ECR API Reference, "AuthorizationData").
   *
   * @param token in Base64
   */
  static Login login(String token, Instant expiry) {
    String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    return Login.found(
            Credentials.basic(pair.substring(0, colon), pair.substring(colon + 1)),
            "ecr:GetAuthorizationToken")
        .until(expiry);
  }

  @Override
  public final List<Check> checks(Optional<ImageReference> image) {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("identity", this::identity));
    image.ifPresent(it -> checks.addAll(imageChecks(it)));
    return checks;
  }

  private List<Check> imageChecks(ImageReference image) {
    AwsRepository repository = repository(image);
    PushPlan plan = context().plan(image);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("repository", repository::check));
    if (repository.hasImmutableTags()) {
      checks.add(new Check("tag", () -> repository.checkTag(image, plan.digest())));
    }
    checks.add(new Check("permission", () -> permission(image, repository)).afterLogin());
    checks.add(new Check("layer-size", () -> layerSize(plan)));
    return checks;
  }

  private Result identity() {
    try {
      if (!clients.hasCredentials()) {
        return without(
            clients.noCredentials(), AwsFailure.NO_CREDENTIALS.remedy(), hasOtherCredentials());
      }
      var identity = clients.identity();
      String expected = config.registryId().orElse(identity.account());
      return identity.account().equals(expected)
          ? Result.pass("%s is in account %s".formatted(identity.arn(), expected))
          : Result.warn(
                  "%s is in account %s; the registry is in %s, whose repositories must grant access"
                      .formatted(identity.arn(), identity.account(), expected))
              .withRemedy(
                  "aws ecr set-repository-policy --registry-id %s --region %s --repository-name NAME"
                          .formatted(expected, config.region())
                      + " --policy-text file://policy.json");
    } catch (BerthException e) {
      // A source of credentials that is configured and fails.
      if (e.code() == ErrorCode.TRANSIENT) {
        throw e;
      }
      return without(String.valueOf(e.getMessage()), String.join("; ", e.hints()), false);
    } catch (SdkException e) {
      return AwsFailure.of(e).isOfCredentials() || AwsFailure.ofCredentials(e).isPresent()
          ? without(
              String.valueOf(AwsFailure.exception(CALLER, e).getMessage()),
              String.join("; ", AwsFailure.exception(CALLER, e).hints()),
              false)
          : AwsFailure.unknown(CALLER, e);
    }
  }

  /**
   * @param other whether the registry has other credentials, for instance in Docker's configuration
   */
  private Result without(String message, String remedy, boolean other) {
    return other || config.authenticationSecret().isPresent()
        ? Result.warn(message + "; the registry uses other credentials, and AWS checks are skipped")
        : Result.fail(message).withRemedy(remedy);
  }

  private boolean hasOtherCredentials() {
    try {
      return !context().credentials().isAnonymous();
    } catch (BerthException e) {
      return false;
    }
  }

  private Result permission(ImageReference image, AwsRepository repository) {
    if (!repository.exists()) {
      return config.createRepository()
          ? Result.pass("not checked: the push creates the repository first")
          : Result.unknown("not checked: see 'repository'");
    }
    Result result = context().probe().push(image);
    if (result.message().contains("NAME_UNKNOWN")) {
      return config.createRepository()
          ? Result.pass("not checked: the push creates the repository first")
          : result.withRemedy(repository.createCommand());
    }
    return result.isFailure()
        ? result.withRemedy(
            "allow ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart,"
                + " ecr:CompleteLayerUpload and ecr:PutImage on "
                + repository.name())
        : result;
  }

  private Result layerSize(PushPlan plan) {
    String limit = "the largest layer may have %,d MiB".formatted(maxLayerMib);
    return plan.largestLayer() > maxLayerMib * MIB
        ? Result.fail("%s; this image's has %,d".formatted(limit, plan.largestLayer() / MIB))
            .withRemedy("split the layer")
        : Result.pass(limit);
  }

  @Override
  public final void close() {
    clients.close();
  }
}
