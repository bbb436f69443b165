package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.localregistry.Client.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that nobody ends, or that several end, and other work that several do at once. */
class UnfinishedUploadTest {
  private static final int CLIENTS = 8;

  @TempDir Path directory;

  private LocalRegistry start(Duration idle, int open) {
    return LocalRegistry.start(directory, 0, new Uploads.Limits(idle, open));
  }

  @Test
  void anIdleUploadMakesRoomForAnother() {
    try (var registry = start(Duration.ZERO, 1)) {
      var client = new Client(registry);
      String abandoned = client.begin("app");
      client.send(202, "PATCH", abandoned, "abc".getBytes(UTF_8));

      client.blob("app", "another");

      assertEquals("BLOB_UPLOAD_UNKNOWN", client.get(404, abandoned).code());
      assertEquals(List.of(), files("_uploads"));
    }
  }

  @Test
  void thereIsALimitToUploadsThatAreInUse() {
    try (var registry = start(Duration.ofHours(1), 2)) {
      var client = new Client(registry);
      String first = client.begin("app");
      client.begin("other");

      Answer refused = client.send(429, "POST", "/v2/app/blobs/uploads/");
      assertEquals("TOOMANYREQUESTS", refused.code());
      assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);

      client.send(204, "DELETE", first);
      client.begin("app");
    }
  }

  @Test
  void noFileIsOpenBetweenRequests() throws IOException {
    try (var registry = start(Duration.ofHours(1), 100)) {
      var client = new Client(registry);
      for (int i = 0; i < 20; i++) {
        client.send(202, "PATCH", client.begin("app"), "abc".getBytes(UTF_8));
      }
      assertEquals(20, files("_uploads").size());
      List<Path> open = new ArrayList<>();
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
        descriptors.filter(Files::exists).forEach(each -> open.add(target(each)));
      }
      assertEquals(List.of(), open.stream().filter(it -> it.startsWith(directory)).toList());
    }
  }

  private static Path target(Path link) {
    try {
      return link.toRealPath();
    } catch (IOException e) {
      // The descriptor of the folder that is listed, and sockets, lead to no file.
      return link;
    }
  }

  private List<Path> files(String folder) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("/" + folder + "/"))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anUploadThatSeveralEndIsEndedOnce() throws Exception {
    try (var registry = start(Duration.ofHours(1), 100)) {
      var client = new Client(registry);
      for (int round = 0; round < 20; round++) {
        String content = "content " + round;
        String upload = client.begin("app");
        client.send(202, "PATCH", upload, content.getBytes(UTF_8));
        String end = upload + "?digest=" + Client.sha256(content);

        List<Answer> answers = together(i -> client.any("PUT", end, new byte[0]));

        List<Answer> lost = answers.stream().filter(each -> each.status() != 201).toList();
        assertEquals(CLIENTS - 1, lost.size());
        lost.forEach(each -> assertEquals("BLOB_UPLOAD_UNKNOWN", each.code()));
        client.get(200, "/v2/app/blobs/" + Client.sha256(content));
      }
    }
  }

  @Test
  void aTagThatSeveralPutAndDeleteIsThereOrNot() throws Exception {
    try (var registry = start(Duration.ofHours(1), 100)) {
      var client = new Client(registry);
      byte[] manifest = client.image("app", "kept", "layer").getBytes(UTF_8);
      for (int round = 0; round < 40; round++) {
        List<Answer> answers =
            together(
                i ->
                    client.any(
                        i % 2 == 0 ? "PUT" : "DELETE",
                        "/v2/app/manifests/contested",
                        i % 2 == 0 ? manifest : new byte[0],
                        "Content-Type",
                        Client.MANIFEST));

        for (Answer each : answers) {
          assertTrue(List.of(201, 202, 404).contains(each.status()), each::toString);
        }
      }
    }
  }

  @Test
  void anUploadIsCancelledWhileItIsSent() throws Exception {
    try (var registry = start(Duration.ofHours(1), 100);
        var socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
      var client = new Client(registry);
      String upload = client.begin("app");
      String head =
          "PATCH %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n"
              .formatted(upload);
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(new byte[2 * Upload.BUFFER]);
      awaitSize(client, upload, Upload.BUFFER);

      client.send(204, "DELETE", upload);

      assertEquals(List.of(), files("_uploads"));
      client.get(404, upload);
    }
  }

  private static void awaitSize(Client client, String upload, int size) {
    while (Integer.parseInt(client.get(204, upload).header("Range").substring(2)) < size - 1) {
      Thread.onSpinWait();
    }
  }

  private interface Request {
    Answer send(int client);
  }

  /** The answers to requests that several clients send at once. */
  private static List<Answer> together(Request request) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      var ready = new CountDownLatch(CLIENTS);
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        Callable<Answer> task =
            () -> {
              ready.countDown();
              ready.await();
              return request.send(client);
            };
        sent.add(clients.submit(task));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> each : sent) {
        answers.add(each.get());
      }
      return answers;
    } finally {
      clients.shutdownNow();
    }
  }
}
