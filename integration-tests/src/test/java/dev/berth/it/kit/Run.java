package dev.berth.it.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/**
 * A run of the command that has ended.
 *
 * @param arguments what it was given
 * @param status its exit status
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
public record Run(List<String> arguments, int status, String out, String err) {
  /** Checks that it ended with this status, and what holds after every run. */
  Run ended(int wanted) {
    assertEquals(wanted, status, this::toString);
    Invariants.check(this);
    return this;
  }

  /** Checks that standard error has all of these texts. */
  public Run says(String... texts) {
    for (String text : texts) {
      assertTrue(err.contains(text), () -> "no '" + text + "' in standard error of " + this);
    }
    return this;
  }

  /** Checks that standard output has all of these texts. */
  public Run prints(String... texts) {
    for (String text : texts) {
      assertTrue(out.contains(text), () -> "no '" + text + "' in standard output of " + this);
    }
    return this;
  }

  /** The line of the error. */
  public String error() {
    return err.lines().filter(line -> line.startsWith("error:")).findFirst().orElse("");
  }

  /** The only line of standard output. */
  public String line() {
    assertTrue(out.endsWith("\n"), this::toString);
    assertEquals(1, out.lines().count(), this::toString);
    return out.stripTrailing();
  }

  /** Standard output as JSON. */
  public JsonNode json() {
    return read(new ObjectMapper(), out);
  }

  /** Standard output as YAML. */
  public JsonNode yaml() {
    return read(new YAMLMapper(), out);
  }

  /** The error as JSON, which warnings may stand before. */
  public JsonNode jsonError() {
    return read(new ObjectMapper(), err.substring(Math.max(0, err.indexOf('{')))).path("error");
  }

  private JsonNode read(ObjectMapper mapper, String text) {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not to be parsed: " + this, e);
    }
  }

  boolean has(String option, String value) {
    String line = " " + String.join(" ", arguments) + " ";
    return line.contains(" " + option + " " + value + " ")
        || line.contains(" " + option + "=" + value + " ");
  }

  @Override
  public String toString() {
    return "berth %s\n-- status: %d\n-- standard output:\n%s\n-- standard error:\n%s"
        .formatted(String.join(" ", arguments), status, out, err);
  }
}
