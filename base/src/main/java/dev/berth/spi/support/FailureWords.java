package dev.berth.spi.support;

import dev.berth.reference.PlainText;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The reason in what an SDK threw, for a sentence: without names of exceptions, and keys.
 *
 * @since 0.1
 */
public final class FailureWords {
  private static final Pattern NAMES =
      Pattern.compile("(Error Details: )?([a-z][A-Za-z0-9_]*\\.)+[A-Z][A-Za-z0-9]*: ");

  // A program that a user wrote can print a key or a token: a long word of letters and digits.
  private static final Pattern KEYS =
      Pattern.compile(
          "(?<![A-Za-z0-9+/=_.-])(?=[A-Za-z+/=_.-]*\\d)(?=[0-9+/=_.-]*[A-Za-z])[A-Za-z0-9+=_-]{20,}[A-Za-z0-9+/=_.-]*");

  private FailureWords() {}

  /**
   * {@return the words of the innermost cause that has some, on one line and shortened}
   *
   * @param failure what an SDK threw
   */
  public static String of(Throwable failure) {
    List<Throwable> causes = NetworkFailure.causes(failure);
    if (causes.stream().anyMatch(FailureWords::isOfParser)) {
      return "its answer is not the one that is expected";
    }
    for (int i = causes.size() - 1; i >= 0; i--) {
      String words = causes.get(i).getMessage();
      if (words != null && !words.isBlank()) {
        return causes.get(i) instanceof NoSuchFileException
            ? "the file " + PlainText.excerpt(words) + " does not exist"
            : PlainText.excerpt(
                KEYS.matcher(NAMES.matcher(words).replaceAll("")).replaceAll("***"));
      }
    }
    return "it gives no reason";
  }

  /**
   * {@return whether an answer could not be parsed} A parser's message quotes the answer, which may
   * hold a secret, or be a page of a proxy.
   *
   * @param failure what an SDK threw
   */
  public static boolean isOfAnswer(Throwable failure) {
    return NetworkFailure.causes(failure).stream().anyMatch(FailureWords::isOfParser);
  }

  private static boolean isOfParser(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    return name.contains("Json")
        || name.contains("JSON")
        || name.contains("XML")
        || name.contains("Parse")
        || cause instanceof NullPointerException
        || cause instanceof IndexOutOfBoundsException
        || String.valueOf(cause.getMessage()).contains("Could not parse JSON");
  }
}
