package dev.berth.aws.ecr;

import dev.berth.reference.ImageReference;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.Lazy;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.ecrpublic.model.AuthorizationData;

/** A public registry of Amazon ECR, {@code public.ecr.aws/ALIAS}. */
public final class PublicEcrRegistry extends AwsRegistry {
  // Amazon ECR Public User Guide, "Service quotas".
  private static final long MAX_LAYER_MIB = 10_000;

  private final Lazy<EcrPublicClient> ecr = new Lazy<>(() -> clients().ecrPublic());

  /** Opens the registry; nothing is sent yet. */
  public PublicEcrRegistry(RegistryContext context) {
    super(context, MAX_LAYER_MIB);
  }

  @Override
  Login fetchToken() {
    AuthorizationData data = ecr.get().getAuthorizationToken(request -> {}).authorizationData();
    return login(data.authorizationToken(), data.expiresAt());
  }

  @Override
  AwsRepository repository(ImageReference image) {
    return new PublicEcrRepository(config(), ecr, image.repository());
  }
}
