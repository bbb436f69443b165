package dev.berth.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.json.BoundedJson;
import dev.berth.reference.Origin;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Turns an error response into a failure, with the messages of the registry's error body. */
public final class RegistryFailure {
  /** The remedy for a repository that the registry does not have. */
  public static final String CREATE_REPOSITORY =
      "create the repository in the registry first, or correct its name";

  private static final int MAX_ERRORS = 3;
  private static final String NO_REPOSITORY = "NAME_UNKNOWN";

  private RegistryFailure() {}

  public static BerthException of(Response response, String step, Credentials credentials) {
    int status = response.status();
    String origin = Origin.of(response.uri()).toString();
    String words = masked(words(response.body()), credentials);
    String message = "%s: %s answers %d%s".formatted(step, origin, status, words);
    return switch (status) {
      case 401, 403 ->
          new BerthException(
              ErrorCode.CREDENTIALS,
              message,
              credentials.isAnonymous()
                  ? "the registry requires a login, and no credentials were found for it"
                  : "check the user name and the password or token, and their permissions");
      case 408, 429, 500, 502, 503, 504 -> new BerthException(ErrorCode.TRANSIENT, message);
      default ->
          isWithoutRepository(response)
              ? new BerthException(ErrorCode.PREREQUISITE, message, CREATE_REPOSITORY)
              : new BerthException(ErrorCode.REFUSED, message);
    };
  }

  private static boolean isWithoutRepository(Response response) {
    return errors(response.body()).anyMatch(error -> text(error, "code").equals(NO_REPOSITORY));
  }

  /** The errors in the body (distribution specification, "Error Codes"). */
  private static String words(byte[] body) {
    return errors(body)
        .map(error -> ": " + text(error, "code") + ": " + text(error, "message"))
        .collect(Collectors.joining());
  }

  private static Stream<JsonNode> errors(byte[] body) {
    try {
      JsonNode errors = BoundedJson.read(body).path("errors");
      return StreamSupport.stream(errors.spliterator(), false).limit(MAX_ERRORS);
    } catch (IOException e) {
      return Stream.of();
    }
  }

  private static String text(JsonNode error, String name) {
    return PlainText.excerpt(error.path(name).asText(""));
  }

  private static String masked(String words, Credentials credentials) {
    String password = credentials.password().orElse("");
    return password.isEmpty()
        ? words
        : words
            .replace(password, "***")
            .replace(credentials.basicAuthorization().orElse(password), "***");
  }
}
