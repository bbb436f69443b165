package dev.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.berth.file.FileJson;
import dev.berth.file.PrivateFile;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code registries.json} in the store's folder.
 *
 * @see "docs/decisions/0004-one-store-file-one-lock.md"
 */
public final class Store {
  /** The name of the folder that marks a source root and holds its store. */
  public static final String PROJECT_FOLDER = ".berth";

  private final PrivateFile file;
  private final PortablePaths paths;

  public Store(Path folder) {
    this.paths =
        new PortablePaths(
            folder.endsWith(PROJECT_FOLDER)
                ? Optional.ofNullable(folder.getParent())
                : Optional.empty());
    this.file = new PrivateFile(folder, "registries.json", "lock", "store");
  }

  /**
   * Creates the folder, readable by this user only, and returns whether it was missing.
   *
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be created
   */
  public boolean createFolder() {
    return file.createFolder();
  }

  /**
   * The stored content; empty if there is no file.
   *
   * @throws BerthException {@link ErrorCode#STORE} when the file cannot be read or is invalid
   */
  public StoreContent read() {
    return content(file.read());
  }

  /**
   * The stored content, with at least one registry.
   *
   * @throws BerthException {@link ErrorCode#INVALID} when there is none, with the store's folder
   */
  public StoreContent readRegistries() {
    StoreContent content = read();
    if (content.registries().isEmpty()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "no registry is registered in the store " + file.path().getParent(),
          "berth container-registry register --help",
          "another store is named by --home or BERTH_HOME");
    }
    return content;
  }

  /**
   * Changes the content and returns the new one.
   *
   * @param change creates the new content from the present one; if it throws, nothing is written
   * @throws BerthException {@link ErrorCode#STORE} when the store cannot be read, locked or
   *     written; it is then unchanged
   */
  public StoreContent change(UnaryOperator<StoreContent> change) {
    var changed = new AtomicReference<StoreContent>(StoreContent.EMPTY);
    file.change(
        bytes -> {
          changed.set(change.apply(content(bytes)));
          return bytes(changed.get());
        });
    return changed.get();
  }

  private StoreContent content(Optional<byte[]> bytes) {
    if (bytes.isEmpty()) {
      return StoreContent.EMPTY;
    }
    try {
      return parse(bytes.get());
    } catch (StoreReader.InvalidContent e) {
      throw damaged(file.path(), "its content is invalid: " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw damaged(file.path(), "its content is invalid" + FileJson.place(e), e);
    } catch (IOException e) {
      throw damaged(file.path(), "it cannot be read: " + e, e);
    }
  }

  private byte[] bytes(StoreContent content) {
    ObjectMapper mapper = FileJson.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    try {
      return mapper.writeValueAsBytes(paths.stored(mapper.valueToTree(content)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the content is always serializable", e);
    }
  }

  /** Loads the classes that read a store. */
  public void warmUp() {
    try {
      parse("{\"version\":1,\"flavors\":[],\"registries\":[]}".getBytes(UTF_8));
    } catch (IOException | StoreReader.InvalidContent e) {
      throw new IllegalStateException("an empty store is valid", e);
    }
  }

  private StoreContent parse(byte[] bytes) throws IOException, StoreReader.InvalidContent {
    if (bytes.length == 0) {
      throw damaged(file.path(), "it is empty", null);
    }
    JsonNode json = FileJson.readStrictly(bytes);
    if (!json.path("version").isInt() || json.path("version").intValue() < 1) {
      throw damaged(file.path(), "its format version is missing or invalid", null);
    }
    int version = json.path("version").intValue();
    if (version > StoreContent.VERSION) {
      throw new BerthException(
          ErrorCode.STORE,
          "the store %s has version %d; this version of Berth supports up to %d"
              .formatted(file.path(), version, StoreContent.VERSION),
          "use a newer version of Berth; the file is unchanged");
    }
    StoreContent content = StoreReader.read(paths.resolved(json));
    requireDistinct(content.registries().stream().map(RegisteredRegistry::name).toList());
    requireDistinct(content.flavors().stream().map(CustomFlavor::name).toList());
    return content;
  }

  private void requireDistinct(List<String> names) {
    Set<String> seen = new HashSet<>();
    names.stream()
        .filter(name -> !seen.add(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw damaged(file.path(), "it has the name '" + name + "' twice", null);
            });
  }

  private static BerthException damaged(Path file, String reason, @Nullable Exception cause) {
    return new BerthException(
        ErrorCode.STORE,
        "the store " + file + " is damaged: " + reason,
        cause,
        "repair it, or move it aside to start with an empty store; nothing was changed");
  }
}
