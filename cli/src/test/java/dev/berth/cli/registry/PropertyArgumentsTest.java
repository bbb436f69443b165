package dev.berth.cli.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.spi.BerthException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyArgumentsTest {
  private static PropertyArguments parse(String... arguments) {
    return PropertyArguments.parse(List.of(arguments), "scan"::equals, "mirror"::equals);
  }

  private static String value(PropertyArguments parsed, String name) {
    return String.valueOf(parsed.properties().get(name)).replace("\"", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prod --zone eu --scan",
        "--zone eu prod --scan",
        "--scan prod --zone=eu",
        "--scan true --zone eu prod",
        "--zone=eu --scan=true prod",
      })
  void wordsAndPropertiesStandInAnyOrder(String line) {
    var parsed = parse(line.split(" "));
    assertEquals("prod", parsed.word("NAME"));
    assertEquals("eu", value(parsed, "zone"));
    assertEquals("true", value(parsed, "scan"));
  }

  @ParameterizedTest
  @CsvSource({"ca.pem,/work/app/ca.pem", "../ca.pem,/work/ca.pem", "/etc/ca.pem,/etc/ca.pem"})
  void aFileIsNamedRelativeToTheCurrentFolder(String given, String stored) {
    var properties =
        parse("--ca=" + given, "--zone=eu").propertiesIn(Path.of("/work/app"), "ca"::equals);
    assertEquals(stored, properties.get("ca"));
    assertEquals("eu", properties.get("zone"));
  }

  @Test
  void aReferenceOfASecretIsNoPath() {
    var properties = parse("--ca={{files.ca}}").propertiesIn(Path.of("/work"), name -> true);
    assertEquals("{{files.ca}}", properties.get("ca"));
  }

  @Test
  void aValueMayLookLikeAnythingWhereItFollowsAnEqualsSign() {
    assertEquals("--x=y", value(parse("--zone=--x=y"), "zone"));
    assertEquals("", value(parse("--zone="), "zone"));
    assertEquals("-5", value(parse("--zone", "-5"), "zone"));
  }

  @Test
  void aPropertyWithoutAValueHasNone() {
    assertEquals("null", value(parse("prod", "--zone"), "zone"));
    assertEquals("null", value(parse("--zone", "--scan", "prod"), "zone"));
  }

  @Test
  void aPropertyGivenTwiceIsRefused() {
    assertThrows(BerthException.class, () -> parse("--zone", "a", "--zone=b"));
  }

  @Test
  void thePartsOfAListAreGivenOneByOne() {
    assertEquals("a", value(parse("--mirror", "a"), "mirror"));
    assertEquals("[a, b, c]", value(parse("--mirror=a", "--mirror=b", "--mirror", "c"), "mirror"));
  }

  @Test
  void thereMustBeJustOneWord() {
    assertThrows(BerthException.class, () -> parse("--scan").word("NAME"));
    assertThrows(BerthException.class, () -> parse("a", "b").word("NAME"));
  }
}
