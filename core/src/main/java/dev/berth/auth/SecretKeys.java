package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.file.PrivateFile;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
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
   * @param store {@code file}, or {@code helper:NAME/ENTRY}; empty where there is no key yet
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

  SecretKeys(Path folder, Map<String, String> environment) {
    this.file = new PrivateFile(folder, "secrets.key", "secrets.key.lock", "key of the secrets");
    this.environment = environment;
  }

  /** A place for a key that is to be made: the first that keeps it. */
  Place make() {
    // Each file of secrets has a key of its own, wherever it is moved to.
    String entry = SecretKey.random().id();
    for (String name : KEY_STORES) {
      Optional<Place> kept =
          CredentialHelper.find(name, environment).flatMap(helper -> kept(helper, entry));
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    file.requireClosedToOthers();
    file.change(bytes -> bytes.orElseGet(() -> SecretKey.random().encoded().getBytes(UTF_8)));
    return new Place(FILE, ofFile().id());
  }

  /** A helper may be installed and yet have no key store to lead to, as on a server. */
  private static Optional<Place> kept(CredentialHelper helper, String entry) {
    try {
      helper.store(SERVER + entry, USER, SecretKey.random().encoded());
      return ofHelper(helper, entry)
          .map(key -> new Place(HELPER + helper.name() + "/" + entry, key.id()));
    } catch (BerthException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<SecretKey> ofHelper(CredentialHelper helper, String entry) {
    return helper.get(SERVER + entry).flatMap(kept -> kept.password()).map(SecretKey::parse);
  }

  private SecretKey ofFile() {
    file.requireClosedToOthers();
    return file.read()
        .map(bytes -> new String(bytes, UTF_8))
        .map(SecretKey::parse)
        .orElseThrow(() -> gone("the file " + file.path() + " is not there"));
  }

  /** Whether the key at a place can be had. */
  boolean isThere(Place place) {
    try {
      open(place);
      return true;
    } catch (BerthException e) {
      return false;
    }
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
    String[] parts = place.store().substring(HELPER.length()).split("/", 2);
    if (parts.length != 2) {
      throw gone("its place is not named");
    }
    String program = "docker-credential-" + parts[0];
    CredentialHelper helper =
        CredentialHelper.find(parts[0], environment)
            .orElseThrow(() -> gone(program + " is not installed"));
    return ofHelper(helper, parts[1]).orElseThrow(() -> gone(program + " has none"));
  }

  private static BerthException gone(String why) {
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "the key that encrypts the secrets is gone: " + why,
        "put it back, or move secrets.json away and set the secrets again");
  }
}
