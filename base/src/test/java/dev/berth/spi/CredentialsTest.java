package dev.berth.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  @Test
  void areSentInUtf8ByBasicAuthentication() {
    assertEquals(
        Optional.of("Basic dXNlcjpwYXNzOnfDtnJk"),
        Credentials.basic("user", "pass:wörd").basicAuthorization());
    assertEquals(Optional.empty(), Credentials.anonymous().basicAuthorization());
  }
}
