package dev.berth.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.berth.reference.KnownSecrets;
import dev.berth.text.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Explains why a property's value cannot be converted, with the part of it that does not fit. */
final class ValueProblem {
  private static final int SHOWN = 60;

  private ValueProblem() {}

  /**
   * Explains a failure.
   *
   * @param name the property's name
   * @param type the property's type
   * @param value the value as it was given
   * @param parsed the same as JSON, unless it cannot be parsed
   */
  static InvalidValueException of(
      String name, JavaType type, JsonNode value, JsonNode parsed, Exception failure) {
    if (failure instanceof InvalidValueException known) {
      return known;
    }
    if (failure instanceof JsonProcessingException syntax && looksLikeJson(value.asText())) {
      return ofSyntax("", syntax);
    }
    return failure.getCause() instanceof JsonMappingException mapping
            && !mapping.getPath().isEmpty()
        ? ofPart(name, type, parsed, mapping)
        : new InvalidValueException("", expected(type, name, value));
  }

  /** Explains where JSON is wrong; the parser's words can have a part of the value. */
  static InvalidValueException ofSyntax(String path, JsonProcessingException failure) {
    JsonLocation place = failure.getLocation();
    String reason = "it is wrong";
    if (failure instanceof JsonEOFException) {
      reason = "it ends too early";
    } else if (failure.getOriginalMessage().startsWith("Duplicate field")) {
      reason = "a key is given twice";
    } else if (failure instanceof MismatchedInputException) {
      reason = "more follows it";
    }
    String where =
        place == null
            ? ""
            : " in line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    return new InvalidValueException(path, "is not valid JSON: " + reason + where);
  }

  private static InvalidValueException ofPart(
      String name, JavaType type, JsonNode value, JsonMappingException failure) {
    List<JsonMappingException.Reference> path = failure.getPath();
    String words = path.stream().map(ValueProblem::step).collect(Collectors.joining());
    if (failure instanceof UnrecognizedPropertyException unknown) {
      return new InvalidValueException(words, "does not exist; " + known(unknown));
    }
    if (failure instanceof ValueInstantiationException && failure.getCause() != null) {
      return new InvalidValueException(words, "is invalid: " + failure.getCause().getMessage());
    }
    JsonNode part = value;
    for (JsonMappingException.Reference each : path) {
      part =
          each.getFieldName() == null ? part.path(each.getIndex()) : part.path(each.getFieldName());
    }
    JavaType wanted =
        Optional.of(failure)
            .filter(it -> it instanceof MismatchedInputException)
            .map(it -> ((MismatchedInputException) it).getTargetType())
            .<JavaType>map(TypeFactory.defaultInstance()::constructType)
            .orElse(type);
    return new InvalidValueException(
        words,
        part.isMissingNode()
            ? "is missing; it must be " + TypeWords.of(wanted, "")
            : expected(wanted, name + words, part));
  }

  private static String step(JsonMappingException.Reference step) {
    return step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName();
  }

  private static String known(UnrecognizedPropertyException unknown) {
    List<String> fields =
        unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    return Suggestions.didYouMean(unknown.getPropertyName(), fields)
        .orElse("the fields are " + String.join(", ", fields));
  }

  static String expected(JavaType type, String path, JsonNode value) {
    String text = value.isTextual() ? "'" + value.textValue() + "'" : value.toString();
    boolean isWhole = path.indexOf('.') < 0 && path.indexOf('[') < 0;
    String words = TypeWords.of(type, value.asText());
    return "must be %s, not %s"
        .formatted(
            isWhole && type.isMapLikeType() ? "KEY=VALUE or " + words : words, given(path, text));
  }

  /**
   * The value that was given, shortened; not shown if a name in its path or in it suggests a
   * secret. Known secrets are masked first, since a part of one would not be known.
   */
  static String given(String path, String text) {
    boolean isJson = looksLikeJson(text.startsWith("'") ? text.substring(1) : text);
    if (isSecret(path) || (isJson && PropertyNames.isSecret(text))) {
      return "what was given";
    }
    String masked = KnownSecrets.line(text);
    return masked.length() <= SHOWN ? masked : masked.substring(0, SHOWN - 1) + "…";
  }

  private static boolean isSecret(String path) {
    return Arrays.stream(path.split("[.\\[]")).anyMatch(PropertyNames::isSecret);
  }

  static boolean looksLikeJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("[") || start.startsWith("{");
  }
}
