package dev.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code registries.json} in a store's folder.
 *
 * <p>A change is read, made and written under a lock of the operating system's, into a temporary
 * file that is synced and then renamed over the old one: a crash at any point leaves the old or the
 * new content, and of several writers none loses its change. Readers need no lock. Safe for use by
 * many threads and processes.
 */
public final class Store {
  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final String FILE = "registries.json";
  private static final String TEMPORARY = "registries.json.tmp-";
  private static final long MAX_BYTES = 256L << 20;

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();
  private final Path folder;

  /** The store in a folder, which is made when something is first written. */
  public Store(Path folder) {
    this.folder = folder;
  }

  /** The store's folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Makes the folder, readable by this user only.
   *
   * @return whether it was not there yet
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be made
   */
  public boolean createFolder() {
    try {
      boolean there = Files.isDirectory(folder);
      PrivateFiles.createFolder(folder);
      return !there;
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "the store's folder " + folder + " cannot be made: " + e, e);
    }
  }

  /**
   * What is stored now; empty when nothing ever was.
   *
   * @throws BerthException {@link ErrorCode#STORE} when the file cannot be read or understood; it
   *     is left as it is
   */
  public StoreContent read() {
    Path file = folder.resolve(FILE);
    try {
      requireRegularFile(file);
      return parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return StoreContent.empty();
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : ", line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      throw damaged(file, "it is not what is stored there" + where, e);
    } catch (IOException e) {
      throw new BerthException(ErrorCode.STORE, "the store " + file + " cannot be read: " + e, e);
    }
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
    createFolder();
    try (var lock = StoreLock.acquire(folder.resolve("lock"))) {
      StoreContent content = change.apply(read());
      write(content);
      return content;
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE,
          "the store in " + folder + " cannot be written: " + e,
          e,
          "nothing was changed");
    }
  }

  /** Reads what would be in a store, so that the first reading of one is not the first of all. */
  public void prepare() {
    try {
      parse("{\"version\":1,\"flavors\":[],\"registries\":[]}".getBytes(UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("an empty store is one", e);
    }
  }

  private static void requireRegularFile(Path file) throws IOException {
    // A named pipe or a device would block or never end.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BerthException(ErrorCode.STORE, "the store " + file + " is not a regular file");
    }
    if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
      throw new BerthException(ErrorCode.STORE, "the store " + file + " is larger than 256 MiB");
    }
  }

  private StoreContent parse(byte[] bytes) throws IOException {
    Path file = folder.resolve(FILE);
    if (bytes.length == 0) {
      throw damaged(file, "it is empty", null);
    }
    JsonNode json = mapper.readTree(bytes);
    if (!json.path("version").isInt() || json.path("version").intValue() < 1) {
      throw damaged(file, "it has no version that there ever was", null);
    }
    int version = json.path("version").intValue();
    if (version > StoreContent.VERSION) {
      throw new BerthException(
          ErrorCode.STORE,
          "the store %s has version %d, and this Berth knows up to %d"
              .formatted(file, version, StoreContent.VERSION),
          "use a newer Berth; the file is left as it is");
    }
    return mapper.treeToValue(json, StoreContent.class);
  }

  private static BerthException damaged(Path file, String reason, @Nullable Exception cause) {
    return new BerthException(
        ErrorCode.STORE,
        "the store " + file + " is damaged: " + reason,
        cause,
        "the file is left as it is: mend it, or move it away to begin anew");
  }

  private void write(StoreContent content) throws IOException {
    sweep();
    Path file = folder.resolve(FILE);
    Path temporary = folder.resolve(TEMPORARY + ProcessHandle.current().pid());
    try {
      try (var out = PrivateFiles.openFile(temporary, CREATE_NEW, WRITE)) {
        var bytes = ByteBuffer.wrap(mapper.writeValueAsBytes(content));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(temporary, file, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolder();
  }

  /** Removes what writers left that were killed; called under the lock, so none of them lives. */
  private void sweep() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, TEMPORARY + "*")) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  private void syncFolder() {
    if (PrivateFiles.isPosix(folder)) {
      try (var directory = FileChannel.open(folder, READ)) {
        directory.force(true);
      } catch (IOException e) {
        // Some file systems cannot; the change is made, and only a power failure could undo it.
        log.debug("the folder {} cannot be synced", folder, e);
      }
    }
  }
}
