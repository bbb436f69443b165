package dev.berth.aws;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.aws.ecr.EcrDiscovery;
import dev.berth.aws.ecr.EcrRegistry;
import dev.berth.aws.ecr.PublicEcrRegistry;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.util.List;
import java.util.Optional;

/** Amazon ECR: private registries, and public ones at {@code public.ecr.aws}. */
@JsonClassDescription("Amazon ECR: private registries, and public ones at public.ecr.aws.")
public final class AwsFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public AwsFlavor() {}

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public Class<AwsRegistryConfig> configClass() {
    return AwsRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ECR;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    if (context.config(AwsRegistryConfig.class).isPublic()) {
      return new PublicEcrRegistry(context);
    }
    return new EcrRegistry(context);
  }

  @Override
  public List<Discovered> discover(RegistryContext context) {
    return new EcrDiscovery(context).registries();
  }

  @Override
  public List<String> dependencies() {
    return List.of(
        "software.amazon.awssdk:ecr",
        "software.amazon.awssdk:ecrpublic",
        "software.amazon.awssdk:sts",
        "software.amazon.awssdk:url-connection-client");
  }

  @Override
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    var aws = (AwsRegistryConfig) config;
    if (aws.createRepository()) {
      return Optional.of("A push creates a missing repository.");
    }
    return Optional.of(
        "A repository must exist before a push: aws %s create-repository --repository-name NAME --region %s"
                .formatted(aws.isPublic() ? "ecr-public" : "ecr", aws.region())
            + "; or let a push create it: --create-repository");
  }
}
