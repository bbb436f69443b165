package dev.berth.aws.ecr;

import dev.berth.reference.ImageReference;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.Lazy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/** A private registry of Amazon ECR: one for each account and region. */
public final class EcrRegistry extends AwsRegistry {
  // Amazon ECR User Guide, "Amazon ECR service quotas".
  private static final long MAX_LAYER_MIB = 52_000;

  private final Lazy<EcrClient> ecr = new Lazy<>(() -> clients().ecr());

  /** Opens the registry; nothing is sent yet. */
  public EcrRegistry(RegistryContext context) {
    super(context, MAX_LAYER_MIB);
  }

  @Override
  Login fetchToken() {
    AuthorizationData data = ecr.get().getAuthorizationToken().authorizationData().get(0);
    return login(data.authorizationToken(), data.expiresAt());
  }

  @Override
  AwsRepository repository(ImageReference image) {
    return new EcrRepository(
        config(), ecr, config().uri().pathOf(image), () -> clients().identity().account());
  }
}
