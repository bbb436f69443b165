package dev.berth.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.berth.file.FileJson;
import dev.berth.file.PrivateFile;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code trusted.json} in the user's folder: what this user allowed projects to do, by
 * fingerprints, each with a description for readers.
 *
 * @see "docs/decisions/0022-consent-for-projects.md"
 */
public final class TrustFile {
  private static final int VERSION = 1;

  private final PrivateFile file;

  private record Content(int version, Map<String, String> trusted) {}

  /**
   * Opens the file. Nothing is read yet.
   *
   * @param folder the user's configuration folder
   */
  public TrustFile(Path folder) {
    this.file = new PrivateFile(folder, "trusted.json", "trusted.lock", "list of allowed projects");
  }

  /**
   * What the user allowed: descriptions by fingerprints.
   *
   * @throws BerthException {@link ErrorCode#STORE} when the file cannot be read, {@link
   *     ErrorCode#CREDENTIALS} when other users can change it
   */
  public Map<String, String> read() {
    file.requireClosedToOthers();
    return content(file.read()).trusted();
  }

  /**
   * Changes what the user allowed.
   *
   * @param change of the descriptions by fingerprints
   * @throws BerthException {@link ErrorCode#STORE} when the file cannot be read or written, {@link
   *     ErrorCode#CREDENTIALS} when other users can change it
   */
  public void change(Consumer<Map<String, String>> change) {
    file.requireClosedToOthers();
    file.change(
        bytes -> {
          Map<String, String> trusted = new TreeMap<>(content(bytes).trusted());
          change.accept(trusted);
          try {
            return mapper().writeValueAsBytes(new Content(VERSION, trusted));
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("text is always serializable", e);
          }
        });
  }

  private Content content(Optional<byte[]> bytes) {
    if (bytes.isEmpty()) {
      return new Content(VERSION, Map.of());
    }
    try {
      Content content = mapper().readValue(bytes.get(), Content.class);
      if (content != null && content.trusted() != null && content.version() == VERSION) {
        return content;
      }
    } catch (IOException e) {
      throw unusable(e);
    }
    throw unusable(null);
  }

  private static ObjectMapper mapper() {
    return FileJson.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  }

  private BerthException unusable(@Nullable IOException cause) {
    return new BerthException(
        ErrorCode.STORE,
        "%s is damaged, or a newer version of Berth wrote it".formatted(file.path()),
        cause,
        "delete it, and allow your projects again: berth trust");
  }
}
