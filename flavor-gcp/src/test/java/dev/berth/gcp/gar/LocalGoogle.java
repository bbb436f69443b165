package dev.berth.gcp.gar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.devtools.artifactregistry.v1.Repository;
import com.google.devtools.artifactregistry.v1.Tag;
import dev.berth.BerthHome;
import dev.berth.CheckReport;
import dev.berth.PushOptions;
import dev.berth.PushedImage;
import dev.berth.Registries;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.distribution.HttpRegistryAccess;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.CheckResult;
import dev.berth.spi.Credentials;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Berth, and all that it meets of Google on this machine: a repository that takes pushes. */
final class LocalGoogle implements AutoCloseable {
  static final String LOCATION = "projects/my-project/locations/us-central1";
  static final String REPOSITORY = LOCATION + "/repositories/images";
  static final String UPLOAD = "artifactregistry.repositories.uploadArtifacts";
  static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));
  static final Digest OTHER = Digest.parse("sha256:" + "b".repeat(64));

  final ApiServer api = new ApiServer();
  final WebServer web = new WebServer();

  /** Berth's environment variables; without more, there are no credentials. */
  final Map<String, String> environment = new HashMap<>();

  /** The registry's properties. */
  final Map<String, String> properties = new LinkedHashMap<>();

  /** What the engine was given to log in with, one for each time that it asked. */
  final List<Credentials> logins = new ArrayList<>();

  String flavor = "gcp";
  private final Path folder;

  LocalGoogle(Path folder) throws IOException {
    this.folder = folder;
    environment.put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
    environment.put("NO_GCE_CHECK", "true");
    properties.put("uri", web.host() + "/my-project/images");
    properties.put("endpointOverride", api.url());
    properties.put("location", "us-central1");
    properties.put("project", "my-project");
    properties.put("repository", "images");
    api.locations.add(LOCATION);
    api.repositories.put(REPOSITORY, docker().build());
    api.permissions.add(UPLOAD);
  }

  /** Logs in with a service account's key. */
  LocalGoogle withKey() {
    properties.put("serviceAccountKey", "{{gcp.key}}");
    environment.put("BERTH_SECRET_GCP_KEY", ServiceAccountKey.json(web.url("/token")));
    return this;
  }

  static Repository.Builder docker() {
    return Repository.newBuilder().setName(REPOSITORY).setFormat(Repository.Format.DOCKER);
  }

  static Repository immutable() {
    return docker()
        .setDockerConfig(Repository.DockerRepositoryConfig.newBuilder().setImmutableTags(true))
        .build();
  }

  void tag(String packagePath, String tag, Digest digest) {
    String packageName =
        REPOSITORY + "/packages/" + URLEncoder.encode(packagePath, StandardCharsets.UTF_8);
    String name = packageName + "/tags/" + tag;
    api.tags.put(
        name,
        Tag.newBuilder().setName(name).setVersion(packageName + "/versions/" + digest).build());
  }

  String image(String rest) {
    return properties.get("uri") + "/" + rest;
  }

  /** What one check of the registry found. */
  CheckResult check(String name) {
    return check(name, "gar");
  }

  CheckResult check(String name, String target) {
    return report(target).findings().stream()
        .filter(finding -> finding.check().equals(name))
        .findFirst()
        .orElseThrow()
        .result();
  }

  CheckReport report(String target) {
    try (Registries registries = registered()) {
      return registries.check(target, Optional.empty(), PushListener.NONE);
    }
  }

  PushedImage push(String image) {
    try (Registries registries = registered()) {
      return registries.push(
          ImageReference.parse(image),
          new PushOptions(Optional.empty(), false, false),
          Engine::new,
          PushListener.NONE);
    }
  }

  Optional<String> notice() {
    try (Registries registries = registries()) {
      return registries.register("gar", flavor, json()).notice();
    } finally {
      forget();
    }
  }

  private Registries registered() {
    forget();
    Registries registries = registries();
    registries.register("gar", flavor, json());
    return registries;
  }

  private void forget() {
    try (Registries registries = registries()) {
      if (!registries.list().isEmpty()) {
        registries.delete(List.of("gar"));
      }
    }
  }

  private Registries registries() {
    return new Registries(
        BerthHome.find(folder.resolve("home"), Map.of(), folder, folder, Optional.empty()),
        environment,
        HttpRegistryAccess::new);
  }

  private Map<String, JsonNode> json() {
    var json = new LinkedHashMap<String, JsonNode>();
    properties.forEach((name, value) -> json.put(name, TextNode.valueOf(value)));
    return json;
  }

  @Override
  public void close() {
    api.close();
    web.close();
  }

  private final class Engine implements PushEngine {
    @Override
    public String name() {
      return "recording";
    }

    @Override
    public PushResult push(PushRequest request, PushListener listener) {
      logins.add(request.credentials());
      logins.add(request.credentials());
      return new PushResult(DIGEST, List.of());
    }
  }
}
