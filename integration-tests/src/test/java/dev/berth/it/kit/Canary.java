package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** A login that every run of the command finds in its environment and that no output may show. */
public final class Canary {
  /** The user name, which is no secret. */
  public static final String USERNAME = "canary";

  /** The password. */
  public static final String PASSWORD = "canary-5Yq8Zt2LwV";

  /** The line of an htpasswd file that lets the canary in: the bcrypt hash of the password. */
  static final String HTPASSWD =
      USERNAME + ":$2y$04$berthberthberthberthbeQTa.TZOF1SMlz.axoxw5rYcbUm/mkAi\n";

  private Canary() {}

  /** A Docker configuration that holds the login for a registry. */
  public static String dockerConfig(String host) {
    return dockerConfig(host, PASSWORD);
  }

  /** A Docker configuration that holds a login for a registry. */
  public static String dockerConfig(String host, String password) {
    return "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(host, basic(password));
  }

  static String basic(String password) {
    return Base64.getEncoder().encodeToString((USERNAME + ":" + password).getBytes(UTF_8));
  }

  static boolean isIn(String text) {
    return text.contains(PASSWORD) || text.contains(basic(PASSWORD));
  }
}
