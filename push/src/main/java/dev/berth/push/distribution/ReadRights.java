package dev.berth.push.distribution;

import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Response;
import dev.berth.push.http.RetryPolicy;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;

/** The right to read from one repository, which some logins that may push do not have. */
final class ReadRights {
  private final RegistryClient client;
  private final String repository;
  private volatile boolean denied;

  ReadRights(RegistryClient client, String repository) {
    this.client = client;
    this.repository = repository;
  }

  /** Throws when a push cannot succeed either. A registry that denies reads may accept pushes. */
  void requireAvailable(Response response, String step) {
    if (RetryPolicy.isTransient(response.status()) || client.isLoginRefused(response)) {
      throw client.failure(response, step);
    }
    if (response.status() == 401 || response.status() == 403) {
      denied = true;
    }
  }

  /** The failure of a request that only reads. */
  BerthException unreadable(Response response, String step) {
    BerthException failure = client.failure(response, step);
    return failure.code() != ErrorCode.CREDENTIALS
            || client.isLoginRefused(response)
            || client.isAnonymous()
        ? failure
        : new BerthException(
            failure.code(),
            "%s: the login may not read from %s".formatted(failure.getMessage(), repository),
            "give it the right to pull");
  }

  /** The failure of a request that writes. */
  BerthException unwritable(Response response, String step) {
    BerthException failure = client.failure(response, step);
    if (failure.code() != ErrorCode.CREDENTIALS
        || client.isLoginRefused(response)
        || client.isAnonymous()) {
      return failure;
    }
    return denied
        ? new BerthException(
            failure.code(),
            "%s; the login may not read from %s either".formatted(failure.getMessage(), repository),
            "give it the rights to pull and to push: many registries require both for a push")
        : new BerthException(
            failure.code(),
            "%s: the login may not write to %s".formatted(failure.getMessage(), repository),
            "give it the right to push");
  }
}
