package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.PrivateFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the key that encrypts secrets: in the operating system's key store, where one of Docker's
 * credential helpers leads to it, else in a private file beside the secrets.
 */
final class SecretKeys {
  /**
   * Where a key is.
   *
   * @param store {@code file}, or {@code helper:NAME}; empty where there is no key yet
   * @param id tells it from other keys
   */
  record Place(String store, String id) {
    static final Place NONE = new Place("", "");

    boolean isNone() {
      return store.isEmpty();
    }
  }

  private static final String FILE = "file";
  private static final String HELPER = "helper:";
  // macOS's keychain, Windows' credential manager, the desktop's secret service, pass.
  private static final List<String> KEY_STORES =
      List.of("osxkeychain", "wincred", "secretservice", "pass");
  private static final String SERVER = "https://berth.invalid/secrets/";
  private static final String USER = "berth";

  private final PrivateFile file;
  private final Map<String, String> environment;
  // Each folder of secrets has a key of its own.
  private final String server;

  SecretKeys(Path folder, Map<String, String> environment) {
    this.server = SERVER + Integer.toHexString(folder.toAbsolutePath().normalize().hashCode());
    this.file = new PrivateFile(folder, "secrets.key", "secrets.key.lock", "key of the secrets");
    this.environment = environment;
  }

  /** The key that there is, or a new one: in the first place that keeps it. */
  Place make() {
    for (String name : KEY_STORES) {
      Optional<Place> kept = CredentialProgram.find(name, environment).flatMap(this::kept);
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    file.requireClosedToOthers();
    file.change(bytes -> bytes.orElseGet(() -> SecretKey.random().encoded().getBytes(UTF_8)));
    return new Place(FILE, ofFile().id());
  }

  /** A helper may be installed and yet have no key store to lead to, as on a server. */
  private Optional<Place> kept(CredentialProgram helper) {
    try {
      Optional<SecretKey> present = ofHelper(helper);
      if (present.isEmpty()) {
        helper.store(server, USER, SecretKey.random().encoded());
        present = ofHelper(helper);
      }
      return present.map(key -> new Place(HELPER + helper.name(), key.id()));
    } catch (BerthException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<SecretKey> ofHelper(CredentialProgram helper) {
    return helper.get(server).flatMap(kept -> kept.password()).map(SecretKey::parse);
  }

  private SecretKey ofFile() {
    file.requireClosedToOthers();
    return file.read()
        .map(bytes -> new String(bytes, UTF_8))
        .map(SecretKey::parse)
        .orElseThrow(() -> gone("the file " + file.path() + " is not there"));
  }

  /**
   * The key at a place.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when it is not there, or is another one
   */
  SecretKey open(Place place) {
    SecretKey key;
    try {
      key = place.store().startsWith(HELPER) ? ofHelper(place) : ofFile();
    } catch (IllegalArgumentException e) {
      throw gone("what is kept in its place is no key");
    }
    if (!key.id().equals(place.id())) {
      throw gone("another key is kept in its place");
    }
    return key;
  }

  private SecretKey ofHelper(Place place) {
    String name = place.store().substring(HELPER.length());
    CredentialProgram helper =
        CredentialProgram.find(name, environment)
            .orElseThrow(() -> gone("docker-credential-" + name + " is not installed"));
    return ofHelper(helper).orElseThrow(() -> gone("docker-credential-" + name + " has none"));
  }

  private static BerthException gone(String why) {
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "the key that encrypts the secrets is gone: " + why,
        "put it back, or move secrets.json away and set the secrets again");
  }
}
