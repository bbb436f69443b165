package dev.berth.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSecretsTest {
  private static final String SECRET = "canary pass+word/1?";

  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    return List.of(
        secret,
        URLEncoder.encode(secret, UTF_8),
        URLEncoder.encode(secret, UTF_8).replace("+", "%20"),
        Base64.getEncoder().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Test
  void allFormsOfALoginAreMasked() {
    Credentials.basic("bob", SECRET);
    for (String form : forms(SECRET)) {
      assertEquals("said ***", KnownSecrets.mask("said " + form).replaceAll("=*$", ""));
    }
    String pair = Base64.getEncoder().encodeToString(("bob:" + SECRET).getBytes(UTF_8));
    assertFalse(KnownSecrets.mask("Basic " + pair).contains(pair.substring(0, 12)));
  }

  @Test
  void failuresAndResultsOfChecksAreMasked() {
    Credentials.registryToken("canary-token-1");
    var failure = new BerthException(ErrorCode.REFUSED, "a canary-token-1", "b canary-token-1");
    assertEquals("a ***", failure.getMessage());
    assertEquals(List.of("b ***"), failure.hints());
    assertEquals("c ***", Check.Result.fail("c canary-token-1").message());
  }

  @Test
  void aSecretOfSeveralLinesIsMaskedAndOneThatControlCharactersInterrupt() {
    Credentials.basic("_json_key", "canary\nof lines");
    assertEquals("a ***", KnownSecrets.line("a canary\nof lines"));
    Credentials.registryToken("canary-token-2");
    assertEquals("a ***", KnownSecrets.line("a canary\u0000-token-2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "AWS", "short1", ""})
  void wordsAreNotMasked(String word) {
    Credentials.basic("user", word);
    String text = "the password of AWS is short1";
    assertEquals(text, KnownSecrets.mask(text));
  }

  @Test
  void userInformationInAUrlIsMasked() {
    assertEquals("https://***@r.example/x", KnownSecrets.mask("https://bob:hunter2@r.example/x"));
    assertEquals("https://***@r.example/x", KnownSecrets.mask("https://hunter2@r.example/x"));
    assertEquals("http://***@r.example", KnownSecrets.mask("http://bob:hunt@er2@r.example"));
    assertEquals("tcp://***@r.example", KnownSecrets.mask("tcp://bob:hunter2@r.example"));
    assertEquals("ssh://bob@r.example", KnownSecrets.mask("ssh://bob@r.example"));
    assertEquals("https://r.example?a@b", KnownSecrets.mask("https://r.example?a@b"));
    assertEquals("bob@r.example", KnownSecrets.mask("bob@r.example"));
  }
}
