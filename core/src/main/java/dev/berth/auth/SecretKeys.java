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
 * Stores the key that encrypts secrets: in the operating system's key store if one of Docker's
 * credential helpers gives access to it, else in a private file in the folder of the secrets.
 */
final class SecretKeys {
  /**
   * The location of a key.
   *
   * @param store {@code file}, or {@code helper:NAME/ENTRY}; empty if there is no key yet
   * @param id identifies the key
   */
  record Place(String store, String id) {
    static final Place NONE = new Place("", "");

    boolean isNone() {
      return store.isEmpty();
    }
  }

  private static final String FILE = "file";
  private static final String HELPER = "helper:";
  // The helpers for the key stores of macOS, Windows, Linux desktops and pass.
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

  /** Creates a key in the first key store that works, else in the file. */
  Place create() {
    // The entry is unique, so that each file of secrets has its own key.
    String entry = SecretKey.random().id();
    for (String name : KEY_STORES) {
      Optional<Place> stored =
          CredentialHelper.find(name, environment).flatMap(helper -> stored(helper, entry));
      if (stored.isPresent()) {
        return stored.get();
      }
    }
    file.requireClosedToOthers();
    file.change(bytes -> bytes.orElseGet(() -> SecretKey.random().encoded().getBytes(UTF_8)));
    return new Place(FILE, ofFile().id());
  }

  /** A helper may be installed without a working key store, for instance on a server. */
  private static Optional<Place> stored(CredentialHelper helper, String entry) {
    try {
      helper.store(SERVER + entry, USER, SecretKey.random().encoded());
      return ofHelper(helper, entry)
          .map(key -> new Place(HELPER + helper.name() + "/" + entry, key.id()));
    } catch (BerthException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<SecretKey> ofHelper(CredentialHelper helper, String entry) {
    return helper.get(SERVER + entry).flatMap(stored -> stored.password()).map(SecretKey::parse);
  }

  private SecretKey ofFile() {
    file.requireClosedToOthers();
    return file.read()
        .map(bytes -> new String(bytes, UTF_8))
        .map(SecretKey::parse)
        .orElseThrow(() -> missing("the file " + file.path() + " does not exist"));
  }

  /** Whether the key can be read. */
  boolean exists(Place place) {
    try {
      open(place);
      return true;
    } catch (BerthException e) {
      return false;
    }
  }

  /**
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the key is missing or another one
   */
  SecretKey open(Place place) {
    SecretKey key;
    try {
      key = place.store().startsWith(HELPER) ? ofHelper(place) : ofFile();
    } catch (IllegalArgumentException e) {
      throw missing("the stored value is not a key");
    }
    if (!key.id().equals(place.id())) {
      throw missing("the stored key is another one");
    }
    return key;
  }

  private SecretKey ofHelper(Place place) {
    String[] parts = place.store().substring(HELPER.length()).split("/", 2);
    if (parts.length != 2) {
      throw missing("its location is invalid");
    }
    String program = "docker-credential-" + parts[0];
    CredentialHelper helper =
        CredentialHelper.find(parts[0], environment)
            .orElseThrow(() -> missing(program + " is not installed"));
    return ofHelper(helper, parts[1]).orElseThrow(() -> missing(program + " has no entry"));
  }

  private static BerthException missing(String why) {
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "the key that encrypts the secrets is missing: " + why,
        "restore it, or move secrets.json aside and set the secrets again");
  }
}
