package dev.berth.generic;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.JsonClient.Response;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * The rules of a project for immutable tags (Harbor's documentation, "Create Tag Immutability
 * Rules"): a rule holds for a tag when its selectors of repositories and of tags match.
 *
 * @param rules the rules as JSON
 */
record HarborRules(List<?> rules) {
  static HarborRules of(Object body) {
    return new HarborRules(body instanceof List<?> list ? list : List.of());
  }

  boolean areImmutable(String repository, String tag) {
    return rules.stream()
        .map(rule -> new Response(200, Map.of(), rule))
        .filter(rule -> !rule.text("disabled").equals(Optional.of("true")))
        .anyMatch(
            rule ->
                matches(rule.find("scope_selectors", "repository"), repository)
                    && matches(rule.find("tag_selectors"), tag));
  }

  private static boolean matches(Optional<Object> selectors, String name) {
    List<?> list = selectors.orElse(List.of()) instanceof List<?> found ? found : List.of();
    // A rule without selectors holds for nothing.
    return !list.isEmpty()
        && list.stream()
            .map(selector -> new Response(200, Map.of(), selector))
            .allMatch(selector -> matches(selector, name));
  }

  /**
   * Decorations are {@code matches}, {@code excludes}, {@code repoMatches}, {@code repoExcludes}.
   */
  private static boolean matches(Response selector, String name) {
    boolean excludes =
        selector
            .text("decoration")
            .map(decoration -> decoration.toLowerCase(Locale.ROOT).endsWith("excludes"))
            .orElse(false);
    return isLike(selector.text("pattern").orElse(""), name) != excludes;
  }

  /**
   * Doublestar's patterns are Java's globs, but for a leading folder of any depth, which may be
   * none.
   */
  private static boolean isLike(String pattern, String name) {
    try {
      String glob = "glob:" + pattern.replace("[^", "[!").replace("**/", "{**/,}");
      return FileSystems.getDefault().getPathMatcher(glob).matches(Path.of(name));
    } catch (PatternSyntaxException e) {
      throw new BerthException(
          ErrorCode.REFUSED, "the rule '%s' for tags cannot be read".formatted(pattern), e);
    }
  }
}
