package dev.berth.localregistry;

import dev.berth.localregistry.storage.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A registry for all tests of a class. */
final class Running implements BeforeAllCallback, AfterAllCallback {
  private @Nullable Path directory;
  private @Nullable LocalRegistry registry;

  @Override
  public void beforeAll(ExtensionContext context) {
    try {
      directory = Files.createTempDirectory("berth-registry");
      registry = LocalRegistry.start(directory, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LocalRegistry registry() {
    return Objects.requireNonNull(registry);
  }

  Client client() {
    return new Client(registry());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    registry().close();
    FileTree.delete(Objects.requireNonNull(directory));
  }
}
