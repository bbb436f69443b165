package dev.berth.config;

import com.fasterxml.jackson.databind.JavaType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a value of a type must be, in words, for messages. */
final class TypeWords {
  private static final Map<Class<?>, String> EXAMPLES =
      Map.ofEntries(
          Map.entry(Duration.class, "PT10S"),
          Map.entry(Period.class, "P30D"),
          Map.entry(Instant.class, "2030-01-31T12:00:00Z"),
          Map.entry(LocalDate.class, "2030-01-31"),
          Map.entry(LocalTime.class, "12:00"),
          Map.entry(LocalDateTime.class, "2030-01-31T12:00"),
          Map.entry(OffsetTime.class, "12:00+01:00"),
          Map.entry(OffsetDateTime.class, "2030-01-31T12:00+01:00"),
          Map.entry(ZonedDateTime.class, "2030-01-31T12:00+01:00[Europe/Berlin]"),
          Map.entry(Year.class, "2030"),
          Map.entry(YearMonth.class, "2030-01"),
          Map.entry(MonthDay.class, "--01-31"),
          Map.entry(URI.class, "https://host.example/path"),
          Map.entry(UUID.class, "123e4567-e89b-12d3-a456-426614174000"),
          Map.entry(Path.class, "folder/file"));

  private TypeWords() {}

  /** The form of a type's values with an example, for instance {@code a Duration such as PT10S}. */
  static Optional<String> example(Class<?> type) {
    String name = type.getSimpleName();
    String article = "AEIO".indexOf(name.charAt(0)) < 0 ? "a " : "an ";
    return Optional.ofNullable(EXAMPLES.get(type)).map(it -> article + name + " such as " + it);
  }

  /**
   * What a value must be.
   *
   * @param given the value that does not fit
   */
  static String of(JavaType type, String given) {
    Class<?> raw = type.getRawClass();
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (type.isEnumType()) {
      return Arrays.stream(raw.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type.isMapLikeType()) {
      return "a JSON object, such as {\"key\": ...}";
    }
    if (FieldTypes.isNested(raw)) {
      return "a JSON object with "
          + ConfigProperty.fields(raw).stream()
              .map(ConfigProperty::name)
              .collect(Collectors.joining(", "));
    }
    if (type.isContainerType()) {
      return "a JSON array, such as [\"a\", \"b\"]";
    }
    Optional<WholeNumbers> range = WholeNumbers.of(raw);
    if (range.isPresent()) {
      return "a whole number" + (given.matches("-?\\d+") ? " from " + range.get() : "");
    }
    boolean isNumber = raw.isPrimitive() || Number.class.isAssignableFrom(raw);
    return example(raw).orElse(isNumber ? "a number" : "text");
  }
}
