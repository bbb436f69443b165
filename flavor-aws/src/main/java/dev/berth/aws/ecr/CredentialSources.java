package dev.berth.aws.ecr;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Deadline;
import dev.berth.spi.support.NetworkFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The sources of credentials in the order of the SDK's default chain (AWS SDK for Java 2.x
 * Developer Guide, "Default credentials provider chain"). The first one that is configured is used,
 * and its failure ends the search: the SDK's chain would go on, and hide the reason.
 */
final class CredentialSources implements AwsCredentialsProvider {
  private static final Set<String> CREDENTIAL_PROPERTIES =
      Set.of(
          ProfileProperty.AWS_ACCESS_KEY_ID,
          ProfileProperty.AWS_SECRET_ACCESS_KEY,
          ProfileProperty.ROLE_ARN,
          ProfileProperty.CREDENTIAL_PROCESS,
          ProfileProperty.WEB_IDENTITY_TOKEN_FILE,
          ProfileProperty.SSO_ACCOUNT_ID,
          ProfileProperty.SSO_START_URL,
          ProfileProperty.LOGIN_SESSION,
          "sso_session");

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Optional<String> profile;
  private final Optional<Supplier<AwsCredentials>> keys;
  private final UnaryOperator<AwsCredentialsProvider> use;
  private @Nullable Found found;
  private Instant retryAt = Instant.MIN;

  /**
   * What the search found.
   *
   * @param source the source, for messages; empty when none is configured
   * @param remedy the command for its failures
   */
  private record Found(
      Optional<AwsCredentialsProvider> provider,
      String source,
      String remedy,
      Optional<BerthException> failure) {}

  /**
   * @param profile the only source, a profile of AWS's configuration files; empty to search
   * @param keys the only source, access keys of the configuration; empty to search
   * @param use what is called with the chosen provider: it may assume a role, and closes it
   */
  CredentialSources(
      Optional<String> profile,
      Optional<Supplier<AwsCredentials>> keys,
      UnaryOperator<AwsCredentialsProvider> use) {
    this.profile = profile;
    this.keys = keys;
    this.use = use;
  }

  /**
   * Whether there are credentials.
   *
   * @throws BerthException when a source is configured and fails, with its reason
   */
  boolean exist() {
    Found it = found();
    it.failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return it.provider().isPresent();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Found it = found();
    it.failure()
        .ifPresent(
            failure -> {
              throw SdkClientException.create("credentials failed", failure);
            });
    AwsCredentialsProvider provider =
        it.provider().orElseThrow(() -> SdkClientException.create("Unable to load credentials"));
    try {
      return provider.resolveCredentials();
    } catch (RuntimeException e) {
      throw SdkClientException.create(
          "credentials failed", CredentialFailure.of(it.source(), it.remedy(), e));
    }
  }

  /** One search for all checks, since a metadata service that does not respond costs seconds. */
  private synchronized Found found() {
    if (found != null && Instant.now().isBefore(retryAt)) {
      return found;
    }
    Found now;
    try {
      now = search();
    } catch (IllegalArgumentException e) {
      BerthException failure = CredentialFailure.ofFiles(e);
      now = new Found(Optional.empty(), "", "", Optional.of(failure));
    }
    boolean mayPass = now.failure().filter(it -> it.code() == ErrorCode.TRANSIENT).isPresent();
    // A failure that may pass is kept for the checks that run together.
    found = now;
    retryAt = mayPass ? Instant.now().plus(RETRY) : Instant.MAX;
    return found;
  }

  private Found search() {
    if (keys.isPresent()) {
      AwsCredentials given = keys.get().get();
      return tried(() -> given, "the access key of 'accessKeyId'", "aws sts get-caller-identity");
    }
    if (profile.isPresent()) {
      return ofProfile(profile.get());
    }
    if (isSet(SdkSystemSetting.AWS_ACCESS_KEY_ID)
        || isSet(SdkSystemSetting.AWS_SECRET_ACCESS_KEY)) {
      AwsCredentialsProvider keys =
          System.getProperty("aws.accessKeyId") == null
                  || System.getProperty("aws.secretAccessKey") == null
              ? EnvironmentVariableCredentialsProvider.create()
              : SystemPropertyCredentialsProvider.create();
      return tried(keys, "AWS_ACCESS_KEY_ID", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    if (isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
      return tried(
          WebIdentityTokenFileCredentialsProvider.create(),
          "the web identity token of AWS_WEB_IDENTITY_TOKEN_FILE",
          "check AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN and the role's trust policy");
    }
    Optional<String> named =
        ProfileFileSystemSetting.AWS_PROFILE
            .getNonDefaultStringValue()
            .filter(value -> !value.isEmpty());
    String name = named.orElse("default");
    Optional<Profile> known = ProfileFile.defaultProfileFile().profile(name);
    boolean hasCredentials =
        known.stream()
            .anyMatch(it -> CREDENTIAL_PROPERTIES.stream().anyMatch(it.properties()::containsKey));
    if (hasCredentials || (named.isPresent() && known.isEmpty())) {
      return ofProfile(name);
    }
    if (isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)
        || isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)) {
      return tried(
          ContainerCredentialsProvider.builder().build(),
          "the container's role (AWS_CONTAINER_CREDENTIALS_…_URI)",
          "check the task's or the pod's role");
    }
    return ofInstance();
  }

  private static boolean isSet(SystemSetting setting) {
    return setting.getStringValue().filter(value -> !value.isEmpty()).isPresent();
  }

  private Found ofProfile(String name) {
    Optional<Profile> known = ProfileFile.defaultProfileFile().profile(name);
    if (known.isEmpty()) {
      return failed(
          "the profile '" + name + "'",
          "aws configure list-profiles",
          new IllegalStateException("it is in neither ~/.aws/config nor ~/.aws/credentials"));
    }
    return tried(
        ProfileCredentialsProvider.create(name),
        "the profile '" + name + "'",
        remedy(name, known.get().properties().keySet()));
  }

  private static String remedy(String name, Set<String> properties) {
    String option = name.equals("default") ? "" : " --profile " + name;
    if (Stream.of("sso_session", ProfileProperty.SSO_START_URL).anyMatch(properties::contains)) {
      return "aws sso login" + option;
    }
    if (properties.contains(ProfileProperty.LOGIN_SESSION)) {
      return "aws login" + option;
    }
    if (properties.contains(ProfileProperty.CREDENTIAL_PROCESS)) {
      return CredentialFailure.PROGRAM;
    }
    return properties.contains(ProfileProperty.ROLE_ARN)
        ? "allow sts:AssumeRole on the profile's role_arn, also in the role's trust policy"
        : "aws configure" + option;
  }

  /** The last source; elsewhere than in Amazon's cloud it does not exist. */
  private Found ofInstance() {
    String source = "the instance's role";
    String remedy = "check the instance's role";
    AwsCredentialsProvider instance = InstanceProfileCredentialsProvider.create();
    try {
      resolve(instance, source);
    } catch (RuntimeException e) {
      boolean broken = CredentialFailure.isServiceFailure(e) && NetworkFailure.reason(e).isEmpty();
      return broken
          ? failed(source, remedy, e)
          : new Found(Optional.empty(), "", "", Optional.empty());
    }
    return tried(instance, source, remedy);
  }

  private Found tried(AwsCredentialsProvider own, String source, String remedy) {
    AwsCredentialsProvider provider = use.apply(own);
    try {
      resolve(provider, source);
      return new Found(Optional.of(provider), source, remedy, Optional.empty());
    } catch (RuntimeException e) {
      return failed(source, remedy, e);
    }
  }

  /** With a time limit, which a program of the user does not have. */
  private static void resolve(AwsCredentialsProvider provider, String source) {
    Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());
    try {
      Deadline.supply(LIMIT, "berth-aws-login", provider::resolveCredentials);
    } catch (TimeoutException e) {
      endProgramsSince(before);
      throw new BerthException(
          ErrorCode.TRANSIENT, "%s: no answer within %d s".formatted(source, LIMIT.toSeconds()), e);
    } catch (InterruptedException e) {
      endProgramsSince(before);
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.TRANSIENT, source + ": interrupted", e);
    }
  }

  /** The SDK leaves a credential_process alone. */
  private static void endProgramsSince(Set<ProcessHandle> before) {
    ProcessHandle.current()
        .descendants()
        .filter(process -> !before.contains(process))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static Found failed(String source, String remedy, RuntimeException e) {
    return new Found(
        Optional.empty(), source, remedy, Optional.of(CredentialFailure.of(source, remedy, e)));
  }
}
