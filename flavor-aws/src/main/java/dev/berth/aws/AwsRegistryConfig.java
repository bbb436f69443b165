package dev.berth.aws;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.reference.Origin;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.SecretReference;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configuration of a registry of Amazon ECR, private or public. */
public final class AwsRegistryConfig extends BaseContainerRegistryConfig {
  // The second supports IPv6 too (Amazon ECR Public User Guide, "Dual-stack endpoints").
  private static final Set<String> PUBLIC_HOSTS = Set.of("public.ecr.aws", "ecr-public.aws.com");

  /** The region of the API for public registries. */
  public static final String PUBLIC_REGION = "us-east-1";

  @Pattern(regexp = "[A-Z0-9]{16,128}", message = "must be the ID of an access key")
  @JsonPropertyDescription("the access key to log in with")
  private @Nullable String accessKeyId;

  @JsonPropertyDescription("the secret access key of accessKeyId")
  private @Nullable SecretReference secretAccessKey;

  @JsonPropertyDescription("the session token of a temporary access key")
  private @Nullable SecretReference sessionToken;

  @Size(min = 1, max = 128, message = "must be the name of a profile in AWS's configuration files")
  @JsonPropertyDescription("the profile of AWS's configuration files to log in with")
  private @Nullable String profile;

  @Pattern(
      regexp = "arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,576}",
      message = "must be a role's ARN: arn:aws:iam::ACCOUNT:role/NAME")
  @JsonPropertyDescription("the role to assume for all requests")
  private @Nullable String roleArn;

  @JsonPropertyDescription(
      "the endpoint of ECR's API, for emulators and private endpoints; the URI can then have any host")
  private @Nullable Origin endpointOverride;

  @Pattern(
      regexp = "[a-z]{2,4}(-[a-z]+)+-\\d{1,2}",
      message = "must be a region such as eu-central-1")
  @JsonPropertyDescription("the region, if the URI does not contain it")
  private @Nullable String region;

  @Pattern(regexp = "\\d{12}", message = "must be an account: 12 digits")
  @JsonPropertyDescription("the registry's account, if the URI does not contain it")
  private @Nullable String registryId;

  @JsonPropertyDescription("whether a push creates a missing repository")
  private boolean createRepository;

  @JsonPropertyDescription("whether a repository that a push creates has immutable tags")
  private boolean immutableTags;

  @JsonPropertyDescription("whether a repository that a push creates scans its images")
  private boolean scanOnPush;

  @Size(min = 1, max = 2048, message = "must be a KMS key: its ARN, ID or alias")
  @JsonPropertyDescription("the KMS key that encrypts a repository that a push creates")
  private @Nullable String kmsKey;

  @Size(max = 50, message = "must have at most 50 tags")
  @JsonPropertyDescription("the tags of a repository that a push creates")
  private Map<
          @Size(min = 1, max = 128, message = "must have keys of 1 to 128 characters") String,
          @Size(max = 256, message = "must have values of at most 256 characters") String>
      repositoryTags = Map.of();

  @AssertTrue(
      message =
          "property 'uri' must be ACCOUNT.dkr.ecr.REGION.amazonaws.com without a path, or"
              + " public.ecr.aws/ALIAS; any other host needs 'endpointOverride'")
  boolean isUriOfEcr() {
    return findUri().isEmpty() || endpointOverride != null || isPublic() || isPrivate();
  }

  @AssertTrue(message = "property 'region' is required when 'uri' does not contain it")
  boolean isRegionKnown() {
    return findUri().isEmpty()
        || endpointOverride == null
        || isPublic()
        || findRegion().isPresent();
  }

  @AssertTrue(
      message =
          "properties 'region' and 'registryId' must not contradict 'uri', which contains both")
  boolean isUriNotContradicted() {
    return host()
        .map(
            host ->
                (region == null || region.equals(host.region()))
                    && (registryId == null || registryId.equals(host.account())))
        .orElse(true);
  }

  @AssertTrue(message = "property 'endpointOverride' " + UNSAFE_ENDPOINT)
  boolean isEndpointSafe() {
    return endpointOverride == null || isSafe(endpointOverride);
  }

  @AssertTrue(
      message =
          "properties 'immutableTags', 'scanOnPush', 'kmsKey' and 'repositoryTags' are for"
              + " repositories that 'createRepository' creates")
  boolean isCreationAskedFor() {
    boolean described = immutableTags || scanOnPush || kmsKey != null || !repositoryTags.isEmpty();
    return createRepository || !described;
  }

  @AssertTrue(
      message =
          "properties 'immutableTags', 'scanOnPush', 'kmsKey' and 'registryId' are for private"
              + " registries")
  boolean isPublicRegistrySimple() {
    boolean ofPrivate = immutableTags || scanOnPush || kmsKey != null || registryId != null;
    return !isPublic() || !ofPrivate;
  }

  @AssertTrue(message = "properties 'accessKeyId' and 'secretAccessKey' belong together")
  boolean isAccessKeyWhole() {
    return (accessKeyId == null) == (secretAccessKey == null)
        && (sessionToken == null || accessKeyId != null);
  }

  @AssertTrue(message = "set only one of the properties 'profile' and 'accessKeyId'")
  boolean isOneLogin() {
    return profile == null || accessKeyId == null;
  }

  /** The ID of the access key to log in with. */
  public Optional<String> accessKeyId() {
    return Optional.ofNullable(accessKeyId);
  }

  /** The secret with that access key. */
  public Optional<SecretReference> secretAccessKey() {
    return Optional.ofNullable(secretAccessKey);
  }

  /** The secret with the session token of a temporary access key. */
  public Optional<SecretReference> sessionToken() {
    return Optional.ofNullable(sessionToken);
  }

  /** Whether it is a registry of Amazon ECR Public. */
  public boolean isPublic() {
    return findUri()
        .filter(uri -> PUBLIC_HOSTS.contains(uri.host()) && !uri.path().isEmpty())
        .isPresent();
  }

  private boolean isPrivate() {
    return host().isPresent() && uri().path().isEmpty();
  }

  /** The profile of AWS's configuration files to log in with. */
  public Optional<String> profile() {
    return Optional.ofNullable(profile);
  }

  /** The role to assume for all requests. */
  public Optional<String> roleArn() {
    return Optional.ofNullable(roleArn);
  }

  /** The API's endpoint, if not the region's. */
  public Optional<URI> endpointOverride() {
    return Optional.ofNullable(endpointOverride).map(Origin::toUri);
  }

  /** Whether the API is an emulator on this machine, which has all services. */
  public boolean isEmulated() {
    return endpointOverride != null && endpointOverride.isLocal();
  }

  /** The region of the registry. */
  public String region() {
    return findRegion().orElseThrow();
  }

  /** The region, empty when neither the URI nor a property contains it. */
  public Optional<String> findRegion() {
    return isPublic()
        ? Optional.of(PUBLIC_REGION)
        : host().map(EcrHost::region).or(() -> Optional.ofNullable(region));
  }

  /** The parts of a private registry's host; empty for any other host. */
  public Optional<EcrHost> host() {
    return findUri().flatMap(uri -> EcrHost.find(uri.host()));
  }

  /** The registry's account; empty for the caller's. */
  public Optional<String> registryId() {
    return host().map(EcrHost::account).or(() -> Optional.ofNullable(registryId));
  }

  /** Whether a push creates a missing repository. */
  public boolean createRepository() {
    return createRepository;
  }

  /** Whether a repository that a push creates has immutable tags. */
  public boolean immutableTags() {
    return immutableTags;
  }

  /** Whether a repository that a push creates scans images. */
  public boolean scanOnPush() {
    return scanOnPush;
  }

  /** The KMS key that encrypts a repository that a push creates. */
  public Optional<String> kmsKey() {
    return Optional.ofNullable(kmsKey);
  }

  /** The tags of a repository that a push creates. */
  public Map<String, String> repositoryTags() {
    return Map.copyOf(repositoryTags);
  }
}
