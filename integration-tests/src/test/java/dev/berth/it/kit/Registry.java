package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A registry on a free port of this machine, in a container or served by {@code berth}. */
public final class Registry {
  private static final String MANIFESTS =
      "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";
  private static final String STORAGE = "/var/lib/registry";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String container;
  private final String host;

  private Registry(String container, String host) {
    this.container = container;
    this.host = host;
  }

  /** One that runs already, in no container. */
  static Registry at(String host) {
    return new Registry("", host);
  }

  static String create(String image) {
    return Commands.run("docker", "create", "-p", "127.0.0.1::5000", image);
  }

  static String create(String image, RegistrySettings settings) {
    var line = new ArrayList<>(List.of("docker", "create", "-p", "127.0.0.1::5000"));
    settings.variables().forEach((name, value) -> line.addAll(List.of("-e", name + "=" + value)));
    line.add(image);
    String container = Commands.run(line.toArray(String[]::new));
    settings
        .files()
        .forEach(
            (file, copy) -> Commands.run("docker", "cp", file.toString(), container + ":" + copy));
    return container;
  }

  static String createProtected(String image) {
    String container =
        Commands.run(
            "docker",
            "create",
            "-p",
            "127.0.0.1::5000",
            "-e",
            "REGISTRY_AUTH=htpasswd",
            "-e",
            "REGISTRY_AUTH_HTPASSWD_REALM=test",
            "-e",
            "REGISTRY_AUTH_HTPASSWD_PATH=/htpasswd",
            image);
    try {
      Path file = Files.createTempFile("htpasswd", "");
      Files.writeString(file, Canary.HTPASSWD);
      // The engine that is asked to copy may run this as another user.
      Permissions.set(file, "rw-r--r--");
      Commands.run("docker", "cp", file.toString(), container + ":/htpasswd");
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return container;
  }

  static void copyTo(String container, Path directory) {
    Commands.run("docker", "cp", directory + "/.", container + ":" + STORAGE);
  }

  /** Copies what it stores. */
  public void copyStorage(Path directory) {
    Commands.run("docker", "cp", container + ":" + STORAGE + "/.", directory.toString());
  }

  static Registry start(String container) {
    Commands.run("docker", "start", container);
    awaitListening(container);
    String address = Commands.run("docker", "port", container, "5000/tcp").lines().toList().get(0);
    return new Registry(container, "localhost" + address.substring(address.lastIndexOf(':')));
  }

  private static void awaitListening(String container) {
    Process logs = Commands.start("docker", "logs", "--follow", container);
    try (var lines = new BufferedReader(new InputStreamReader(logs.getErrorStream(), UTF_8))) {
      if (lines.lines().noneMatch(line -> line.contains("listening on"))) {
        throw new IllegalStateException("the registry ended before it listened");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      logs.destroy();
    }
  }

  /** {@code localhost:port}. */
  public String host() {
    return host;
  }

  /** The digest of what a tag names; empty when it names nothing. */
  public Optional<String> digest(String repository, String tag) {
    return get(repository, tag)
        .map(answer -> answer.headers().firstValue("Docker-Content-Digest").orElseThrow());
  }

  /** The manifest that a tag names. */
  public JsonNode manifest(String repository, String tag) {
    try {
      return new ObjectMapper().readTree(get(repository, tag).orElseThrow().body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<HttpResponse<String>> get(String repository, String tag) {
    var uri = URI.create("http://%s/v2/%s/manifests/%s".formatted(host, repository, tag));
    var request =
        HttpRequest.newBuilder(uri)
            .header("Accept", MANIFESTS)
            .header("Authorization", "Basic " + Canary.basic(Canary.PASSWORD))
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + uri, e);
    }
  }
}
