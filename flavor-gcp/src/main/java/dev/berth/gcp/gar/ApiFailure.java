package dev.berth.gcp.gar;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.SdkProxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Translates the API's failures by their reason, of <a
 * href="https://cloud.google.com/apis/design/errors#error_info">ErrorInfo</a>, else by their code.
 */
final class ApiFailure {
  // The projects of gcloud's clients, which calls without a quota project are charged to.
  private static final Set<String> GCLOUD = Set.of("764086051850", "32555940559");
  private static final String LOGIN =
      "gcloud auth application-default login, or a new key or token where one is configured";

  private final ApiException failure;
  private final String doing;
  private final String endpoint;
  private final String project;
  private final Optional<String> quotaProject;

  private ApiFailure(
      ApiException failure,
      String doing,
      String endpoint,
      String project,
      Optional<String> quotaProject) {
    this.failure = failure;
    this.doing = doing;
    this.endpoint = endpoint;
    this.project = project;
    this.quotaProject = quotaProject;
  }

  /**
   * @param project the repository's project
   * @param quotaProject the project that the call is charged to, if it is set
   */
  static BerthException of(
      ApiException failure,
      String doing,
      String endpoint,
      String project,
      Optional<String> quotaProject) {
    var known = new ApiFailure(failure, doing, endpoint, project, quotaProject);
    return SdkProxy.refusal(doing, failure).or(known::ofProject).orElseGet(known::ofCode);
  }

  private Optional<BerthException> ofProject() {
    String consumer = consumer();
    return switch (Optional.ofNullable(failure.getReason()).orElse("")) {
      case "SERVICE_DISABLED" ->
          missing(
              "the Artifact Registry API is not enabled in project " + consumer,
              "gcloud services enable artifactregistry.googleapis.com --project " + consumer);
      case "BILLING_DISABLED" ->
          missing(
              "project " + consumer + " has no billing account",
              "gcloud billing projects link " + consumer + " --billing-account=ACCOUNT");
      case "CONSUMER_INVALID", "RESOURCE_PROJECT_INVALID" ->
          missing(
              "there is no project " + consumer + ", or it was deleted", "gcloud projects list");
      case "CONSUMER_SUSPENDED" ->
          missing("project " + consumer + " is suspended", "gcloud projects describe " + consumer);
      case "USER_PROJECT_DENIED" ->
          Optional.of(
              failed(
                  ErrorCode.REFUSED,
                  "the account may not use the quota of project " + consumer,
                  "gcloud projects add-iam-policy-binding %s --member=MEMBER".formatted(consumer)
                      + " --role=roles/serviceusage.serviceUsageConsumer"));
      case "ACCESS_TOKEN_EXPIRED" ->
          Optional.of(failed(ErrorCode.CREDENTIALS, "the access token expired", LOGIN));
      default -> Optional.empty();
    };
  }

  /**
   * A problem of another project than the repository's fails this call, but not a push. Google
   * reports projects by number, so the project is recognized by the quota project.
   */
  private Optional<BerthException> missing(String what, String remedy) {
    boolean other =
        quotaProject.filter(it -> !it.equals(project)).isPresent() || GCLOUD.contains(consumer());
    return Optional.of(
        other
            ? failed(
                ErrorCode.REFUSED,
                what + ", which the call is charged to (quotaProject sets another)",
                remedy)
            : failed(ErrorCode.PREREQUISITE, what, remedy));
  }

  private BerthException ofCode() {
    StatusCode.Code code = failure.getStatusCode().getCode();
    return switch (code) {
      case UNAUTHENTICATED ->
          failed(
              ErrorCode.CREDENTIALS,
              "%s rejected the access token%s".formatted(endpoint, said()),
              LOGIN);
      case PERMISSION_DENIED -> failed(ErrorCode.REFUSED, "permission denied%s".formatted(said()));
      case RESOURCE_EXHAUSTED ->
          failed(ErrorCode.TRANSIENT, "%s throttles requests%s".formatted(endpoint, said()));
      case DEADLINE_EXCEEDED -> failed(ErrorCode.TRANSIENT, "%s timed out".formatted(endpoint));
      case UNAVAILABLE ->
          failed(ErrorCode.TRANSIENT, "%s cannot be reached%s".formatted(endpoint, said()));
      case INTERNAL, ABORTED, UNKNOWN ->
          failed(ErrorCode.TRANSIENT, "%s responded %s%s".formatted(endpoint, code, said()));
      default -> failed(ErrorCode.REFUSED, "%s responded %s%s".formatted(endpoint, code, said()));
    };
  }

  private BerthException failed(ErrorCode code, String what, String... remedies) {
    return new BerthException(code, doing + ": " + what, failure, remedies);
  }

  /** The project that the call was charged to, which may not be the repository's. */
  private String consumer() {
    Map<String, String> metadata = failure.getMetadata();
    return Optional.ofNullable(metadata == null ? null : metadata.get("consumer"))
        .map(name -> name.replaceFirst("^projects/", ""))
        .filter(name -> name.matches("[a-z0-9][a-z0-9.:-]{0,300}"))
        .orElse(project);
  }

  private String said() {
    Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
    String message = Optional.ofNullable(cause.getMessage()).orElse("");
    return message.isEmpty() ? "" : " (" + TokenText.masked(message) + ")";
  }
}
