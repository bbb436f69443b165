package dev.berth.push.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
  private static final Challenge BEARER =
      new Challenge("bearer", Map.of("realm", "https://a.example/t", "service", "s"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"https://a.example/t\",service=\"s\"",
        "bearer REALM=\"https://a.example/t\" , service=s",
        "BEARER realm = \"https://a.example/t\",,service=\"s\"",
        "Basic realm=\"r\", Bearer realm=\"https://a.example/t\",service=\"s\"",
        "Bearer realm=\"https://a.example/t\",service=\"s\", Basic realm=\"r\"",
        "Negotiate, Bearer realm=\"https://a.example/t\",service=\"s\"",
        "Negotiate YWJj/+d==, Bearer realm=\"https://a.example/t\",service=\"s\"",
        "Bearer realm=\"https://a.example/t\",service=\"s\",realm=\"https://evil.example\"",
        "Basic, Bearer realm=\"https://\\a.example/t\",service=\"s\"",
        ", ,Bearer realm=\"https://a.example/t\",service=\"s\",",
      })
  void findsTheBearerChallenge(String header) {
    assertEquals(Optional.of(BEARER), Challenge.choose(List.of(header)));
  }

  @Test
  void readsAllHeaders() {
    assertEquals(
        Optional.of(BEARER),
        Challenge.choose(
            List.of(
                "Basic realm=\"r, Bearer realm=x\"",
                "Bearer realm=\"https://a.example/t\",service=\"s\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=\"r\"",
        "Basic realm=\"Bearer realm=x\"",
        "Basic realm=\"\\\"\", Negotiate",
        "Bearer error=\"x\", Basic realm=\"r\"",
        "Basic realm=\"unbalanced, Bearer realm=x",
        "Basic",
      })
  void fallsBackToBasic(String header) {
    assertEquals(Optional.of("basic"), Challenge.choose(List.of(header)).map(Challenge::scheme));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "\"", "=", "Negotiate", "@Bearer realm=x", "Bearer", "Digest a=b"})
  void findsNothingToMeet(String header) {
    assertEquals(Optional.empty(), Challenge.choose(List.of(header)));
  }

  @Test
  void readsNoMoreChallengesAndParametersThanItsBounds() {
    String bearer = "Bearer realm=x";
    assertEquals(Optional.empty(), Challenge.choose(List.of("Digest a=b, ".repeat(99) + bearer)));
    assertEquals(16, Challenge.parse("Digest " + parameters(99)).get(0).parameters().size());
  }

  private static String parameters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(", p").append(i).append("=v");
    }
    return text.substring(2);
  }
}
