package dev.berth.gcp.gar;

import com.google.devtools.artifactregistry.v1.Repository;
import com.google.devtools.artifactregistry.v1.Tag;
import dev.berth.check.CheckReport;
import dev.berth.reference.Digest;
import dev.berth.spi.Check;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.RecordingEngine;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Berth, and all that it meets of Google on this machine: a repository that takes pushes. */
final class LocalGoogle implements AutoCloseable {
  static final String LOCATION = "projects/my-project/locations/us-central1";
  static final String REPOSITORY = LOCATION + "/repositories/images";
  static final String UPLOAD = "artifactregistry.repositories.uploadArtifacts";
  static final Digest DIGEST = RecordingEngine.DIGEST;
  static final Digest OTHER = Digest.parse("sha256:" + "b".repeat(64));

  final ApiServer api = new ApiServer();
  final WebServer web = new WebServer();

  /** The host; without more environment variables, there are no credentials. */
  final FlavorKit kit;

  /** The registry's properties. */
  final Map<String, String> properties = new LinkedHashMap<>();

  String flavor = "gcp";

  LocalGoogle(Path folder) throws IOException {
    kit =
        new FlavorKit(folder)
            .hiding("ya29", ServiceAccountKey.secretPart())
            .environment(
                "CLOUDSDK_CONFIG", folder.resolve("gcloud").toString(), "NO_GCE_CHECK", "true");
    kit.engine().askingForLogins(2);
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
    kit.environment("BERTH_SECRET_GCP_KEY", ServiceAccountKey.json(web.url("/token")));
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

  /** The kit with the registry as it is configured now, and an image of it. */
  FlavorKit registered() {
    kit.register(flavor, properties);
    return kit.target(image("app:1"));
  }

  /** What one check of the registry found. */
  Check.Result check(String name) {
    return check(name, FlavorKit.REGISTRY);
  }

  Check.Result check(String name, String target) {
    return registered().check(target, name);
  }

  CheckReport report(String target) {
    return registered().check(target);
  }

  @Override
  public void close() {
    kit.close();
    api.close();
    web.close();
  }
}
