package dev.berth.push.direct;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.IfExists;
import dev.berth.push.PushResult;
import dev.berth.push.fake.SampleImage;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.MemoryRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IfExistsTest {
  private final MemoryRegistry registry = new MemoryRegistry();
  @TempDir private Path folder;
  private SampleImage first;
  private SampleImage second;
  private DirectEngineKit kit;

  @BeforeEach
  void push() throws java.io.IOException {
    first = SampleImage.of(Files.createDirectory(folder.resolve("first")), 1000);
    second = SampleImage.of(Files.createDirectory(folder.resolve("second")), 2000);
    kit = new DirectEngineKit(registry, folder);
    kit.push(first.layout(), "app:1");
  }

  @AfterEach
  void close() {
    kit.close();
    registry.close();
  }

  private byte[] tagged() {
    return registry.manifest("app", "1").orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void theSameImageIsFine(IfExists ifExists) {
    PushResult again = kit.with(ifExists).push(first.layout(), "app:1");

    assertEquals(MemoryRegistry.digest(tagged()), again.digest().toString());
  }

  @ParameterizedTest
  @EnumSource
  void aFreeTagIsWritten(IfExists ifExists) {
    kit.with(ifExists).push(second.layout(), "app:2");

    assertArrayEquals(second.manifest(), registry.manifest("app", "2").orElseThrow());
  }

  @Test
  void anotherImageReplacesTheTagByDefault() {
    kit.push(second.layout(), "app:1");

    assertArrayEquals(second.manifest(), tagged());
  }

  @Test
  void skipLeavesTheTagAndSendsNothing() {
    long before = registry.received();

    PushResult result = kit.with(IfExists.SKIP).push(second.layout(), "app:1");

    assertEquals(MemoryRegistry.digest(first.manifest()), result.digest().toString());
    assertArrayEquals(first.manifest(), tagged());
    assertEquals(before, registry.received());
    assertTrue(kit.listener().infos().toString().contains("was left as it is"));
  }

  @Test
  void failSendsNothing() {
    long before = registry.received();

    BerthException e = kit.with(IfExists.FAIL).refused(second.layout(), "app:1");

    assertEquals(ErrorCode.PREREQUISITE, e.code(), e::getMessage);
    assertArrayEquals(first.manifest(), tagged());
    assertEquals(before, registry.received());
  }

  @ParameterizedTest
  @EnumSource(names = {"SKIP", "FAIL"})
  void aTagThatAppearsDuringThePushIsKept(IfExists ifExists) {
    registry.fail(
        1,
        "PUT",
        "/blobs/uploads/",
        exchange -> {
          registry.putManifest("app", "race", first.manifest());
          registry.respond(exchange);
        });

    if (ifExists == IfExists.FAIL) {
      kit.with(ifExists).refused(second.layout(), "app:race");
    } else {
      kit.with(ifExists).push(second.layout(), "app:race");
    }

    assertArrayEquals(first.manifest(), registry.manifest("app", "race").orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(names = {"SKIP", "FAIL"})
  void aRegistryThatDeniesReadsCannotKeepTags(IfExists ifExists) {
    registry.refuse(it -> it.getRequestMethod().equals("HEAD"), answer(403, ""));

    BerthException e = kit.with(ifExists).refused(second.layout(), "app:1");

    assertEquals(ErrorCode.CREDENTIALS, e.code(), e::getMessage);
    assertArrayEquals(first.manifest(), tagged());
  }
}
