package dev.berth.generic;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns of tags that a service's rules name, as regular expressions in RE2's syntax, which match
 * anywhere in the tag.
 *
 * @param patterns the expressions, in the service's order
 */
record TagPatterns(List<String> patterns) {
  /** The texts of a JSON list; none when the value is missing or no list. */
  static TagPatterns of(Optional<Object> value) {
    List<?> list = value.orElse(List.of()) instanceof List<?> found ? found : List.of();
    return new TagPatterns(
        list.stream().filter(String.class::isInstance).map(String.class::cast).toList());
  }

  /**
   * The first pattern that matches a tag.
   *
   * @throws BerthException {@link ErrorCode#REFUSED} when a pattern is in a syntax that Java does
   *     not know
   */
  Optional<String> find(String tag) {
    return patterns.stream().filter(pattern -> compiled(pattern).matcher(tag).find()).findFirst();
  }

  private static Pattern compiled(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new BerthException(
          ErrorCode.REFUSED, "the rule '%s' for tags cannot be read".formatted(pattern), e);
    }
  }
}
