package dev.berth.install;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import eu.maveniverse.maven.mima.context.Context;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.http.client.HttpResponseException;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.RepositoryOfflineException;
import org.jspecify.annotations.Nullable;

/** Explains to a user why a download failed. */
final class DownloadFailure {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final int MAX_MISSING = 5;

  private DownloadFailure() {}

  static BerthException of(DependencyResolutionException failure, Context context) {
    @Nullable Throwable cause = failure.getCause();
    return cause instanceof ArtifactResolutionException artifacts
        ? of(artifacts, context)
        : failed(rootMessage(failure), failure, context);
  }

  static BerthException of(ArtifactResolutionException failure, Context context) {
    List<String> missing =
        failure.getResults().stream()
            .filter(result -> !result.isResolved())
            .map(result -> result.getRequest().getArtifact().toString())
            .toList();
    String more =
        missing.size() > MAX_MISSING ? " and %d more".formatted(missing.size() - MAX_MISSING) : "";
    String what = missing.stream().limit(MAX_MISSING).collect(Collectors.joining(", ")) + more;
    return failed(what + ": " + rootMessage(failure), failure, context);
  }

  private static BerthException failed(String message, Throwable failure, Context context) {
    String repositories =
        context.remoteRepositories().stream()
            .map(RemoteRepository::getId)
            .collect(Collectors.joining(", "));
    if (has(failure, RepositoryOfflineException.class)
        || context.repositorySystemSession().isOffline()) {
      return new BerthException(
          ErrorCode.FLAVOR,
          "not in Maven's local repository, and it is offline: " + message,
          failure,
          "download it once without --offline and <offline> in Maven's settings");
    }
    if (has(failure, ChecksumFailureException.class)) {
      return new BerthException(
          ErrorCode.REFUSED,
          "the repository gave a file with a wrong checksum: " + message,
          failure);
    }
    int status = status(failure);
    if (status == UNAUTHORIZED || status == FORBIDDEN || status == PROXY_AUTHENTICATION_REQUIRED) {
      return new BerthException(
          ErrorCode.CREDENTIALS,
          "the repository or the proxy refused the login: " + message,
          failure,
          "set <username> and <password> of its <server> or <proxy> in Maven's settings");
    }
    if (has(failure, ArtifactNotFoundException.class) || status == 404) {
      return new BerthException(
          ErrorCode.FLAVOR,
          "not found in the repositories %s: %s".formatted(repositories, message),
          failure,
          "add the repository that has it to an active profile of Maven's settings");
    }
    return new BerthException(ErrorCode.TRANSIENT, "cannot be downloaded: " + message, failure);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return causes(failure).anyMatch(type::isInstance);
  }

  private static int status(Throwable failure) {
    return causes(failure)
        .filter(HttpResponseException.class::isInstance)
        .map(HttpResponseException.class::cast)
        .mapToInt(HttpResponseException::getStatusCode)
        .findFirst()
        .orElse(0);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, error -> error != null, Throwable::getCause);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    for (@Nullable Throwable error = failure; error != null; error = error.getCause()) {
      root = error;
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
