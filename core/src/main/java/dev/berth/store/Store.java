package dev.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.file.PrivateFile;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code registries.json} in a store's folder.
 *
 * @see "docs/decisions/0004-one-store-file-one-lock.md"
 */
public final class Store {
  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();
  private final PrivateFile file;

  /** The store in a folder, which is made when something is first written. */
  public Store(Path folder) {
    this.file = new PrivateFile(folder, "registries.json", "lock", "store");
  }

  /**
   * Makes the folder, readable by this user only.
   *
   * @return whether it was not there yet
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be made
   */
  public boolean createFolder() {
    return file.createFolder();
  }

  /**
   * What is stored now; empty when nothing ever was.
   *
   * @throws BerthException {@link ErrorCode#STORE} when the file cannot be read or understood; it
   *     is left as it is
   */
  public StoreContent read() {
    return content(file.read());
  }

  /**
   * Changes what is stored.
   *
   * @param change makes the new content of the present one; what it throws is passed on, and
   *     nothing is written
   * @return the new content
   * @throws BerthException {@link ErrorCode#STORE} when the store cannot be read, locked or
   *     written; it then is as it was
   */
  public StoreContent change(UnaryOperator<StoreContent> change) {
    var changed = new AtomicReference<StoreContent>(StoreContent.empty());
    file.change(
        bytes -> {
          changed.set(change.apply(content(bytes)));
          return bytes(changed.get());
        });
    return changed.get();
  }

  private StoreContent content(Optional<byte[]> bytes) {
    if (bytes.isEmpty()) {
      return StoreContent.empty();
    }
    try {
      return parse(bytes.get());
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : ", line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      throw damaged(file.path(), "it is not what is stored there" + where, e);
    } catch (IOException e) {
      throw damaged(file.path(), "it cannot be read: " + e, e);
    }
  }

  private byte[] bytes(StoreContent content) {
    try {
      return mapper.writeValueAsBytes(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is stored can always be written", e);
    }
  }

  /** Reads what would be in a store, so that the first reading of one is not the first of all. */
  public void warmUp() {
    try {
      parse("{\"version\":1,\"flavors\":[],\"registries\":[]}".getBytes(UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("an empty store is one", e);
    }
  }

  private StoreContent parse(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      throw damaged(file.path(), "it is empty", null);
    }
    JsonNode json = mapper.readTree(bytes);
    if (!json.path("version").isInt() || json.path("version").intValue() < 1) {
      throw damaged(file.path(), "its format version is missing or invalid", null);
    }
    int version = json.path("version").intValue();
    if (version > StoreContent.VERSION) {
      throw new BerthException(
          ErrorCode.STORE,
          "the store %s has version %d, and this Berth knows up to %d"
              .formatted(file.path(), version, StoreContent.VERSION),
          "use a newer Berth; the file is left as it is");
    }
    return mapper.treeToValue(json, StoreContent.class);
  }

  private static BerthException damaged(Path file, String reason, @Nullable Exception cause) {
    return new BerthException(
        ErrorCode.STORE,
        "the store " + file + " is damaged: " + reason,
        cause,
        "repair it, or move it aside to start with an empty store; nothing was changed");
  }
}
