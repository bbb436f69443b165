package dev.berth.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets that this process uses, which are masked in every text that it gives out: a registry
 * may echo them. Short words are not masked, since they would be found everywhere.
 *
 * @since 0.1
 */
public final class KnownSecrets {
  private static final String MASK = "***";
  private static final int SHORTEST = 8;
  private static final Pattern WORD = Pattern.compile("[a-zA-Z]{0,15}");
  private static final int MOST = 1000;

  /** {@code ://user:password@} in a URL, and {@code https://token@}, which services accept too. */
  private static final Pattern USER_INFORMATION =
      Pattern.compile("(?i)(https?://)[^/?#\\s]*@|(://)[^/@:\\s]*:[^/@\\s]*@");

  private static final Deque<List<String>> SECRETS = new ArrayDeque<>();
  // The longest first, since one may contain another.
  private static volatile String[] texts = {};

  private KnownSecrets() {}

  /**
   * Masks a secret from now on, also in Base64 and percent-encoded. Only the last {@value #MOST}
   * secrets are kept.
   *
   * @param secret a password or token
   */
  public static void add(String secret) {
    if (secret.length() < SHORTEST || WORD.matcher(secret).matches()) {
      return;
    }
    List<String> forms = forms(secret);
    synchronized (SECRETS) {
      if (SECRETS.contains(forms)) {
        return;
      }
      SECRETS.addLast(forms);
      if (SECRETS.size() > MOST) {
        SECRETS.removeFirst();
      }
      texts =
          SECRETS.stream()
              .flatMap(List::stream)
              .distinct()
              .sorted(Comparator.comparingInt(String::length).reversed())
              .toArray(String[]::new);
    }
  }

  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    String encoded = URLEncoder.encode(secret, UTF_8);
    return Stream.of(
            secret,
            encoded,
            encoded.replace("+", "%20"),
            Base64.getEncoder().withoutPadding().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
        .distinct()
        .toList();
  }

  /**
   * {@return the text on one line, as {@link PlainText#line} has it, with masked secrets}
   *
   * @param text any text
   */
  public static String line(String text) {
    // A secret may have line ends, and may appear only when characters are removed.
    return mask(PlainText.line(mask(text)));
  }

  /**
   * {@return the text with {@code ***} in place of each secret, and of the user information in
   * URLs}
   *
   * @param text any text
   */
  public static String mask(String text) {
    String masked = text;
    for (String secret : texts) {
      if (masked.contains(secret)) {
        masked = masked.replace(secret, MASK);
      }
    }
    return masked.contains("@")
        ? USER_INFORMATION.matcher(masked).replaceAll("$1$2" + MASK + "@")
        : masked;
  }
}
