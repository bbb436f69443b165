package dev.berth.gcp.gar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.devtools.artifactregistry.v1.Repository;
import com.google.rpc.Code;
import dev.berth.DiscoveredRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After Artifact Registry's API, google.devtools.artifactregistry.v1. */
class GarDiscoveryTest {
  private static final String KEY_PROJECT = "my-project";

  @TempDir Path folder;
  private LocalGoogle google;

  @BeforeEach
  void start() throws IOException {
    google = new LocalGoogle(folder).withKey();
    google.properties.remove("uri");
    google.properties.remove("location");
    google.properties.remove("repository");
    google.api.locations.clear();
    google.api.repositories.clear();
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private void repository(String project, String location, String id, Repository.Builder kind) {
    String parent = "projects/" + project + "/locations/" + location;
    google.api.locations.add(parent);
    String name = parent + "/repositories/" + id;
    google.api.repositories.put(name, kind.setName(name).build());
  }

  private List<DiscoveredRegistry> discover() {
    return google.kit.discover("gcp", google.properties);
  }

  private static List<String> uris(List<DiscoveredRegistry> found) {
    return found.stream().map(DiscoveredRegistry::uri).sorted().toList();
  }

  private BerthException failure(ErrorCode code) {
    BerthException e = assertThrows(BerthException.class, this::discover);
    assertEquals(code, e.code(), e::getMessage);
    return e;
  }

  @Test
  void findsTheRepositoriesOfAllLocationsThatTakeImages() {
    repository("my-project", "europe", "images", LocalGoogle.docker().setDescription("Our images"));
    repository("my-project", "us", "gcr.io", LocalGoogle.docker());
    repository(
        "my-project", "us", "python", Repository.newBuilder().setFormat(Repository.Format.PYTHON));
    repository(
        "my-project",
        "us",
        "mirror",
        LocalGoogle.docker().setMode(Repository.Mode.REMOTE_REPOSITORY));
    repository("other-project", "us", "images", LocalGoogle.docker());
    List<DiscoveredRegistry> found = discover();
    assertEquals(
        List.of("europe-docker.pkg.dev/my-project/images", "gcr.io/my-project"), uris(found));
    DiscoveredRegistry europe =
        found.stream().filter(it -> it.name().equals("images-europe")).findFirst().orElseThrow();
    assertEquals("Our images", europe.description());
  }

  @Test
  void whatIsFoundCanBeRegisteredWithTheSameLogin() {
    repository("my-project", "europe", "images", LocalGoogle.docker());
    DiscoveredRegistry found = discover().get(0);
    assertEquals("{{gcp.key}}", found.configuration().get("serviceAccountKey"));
    google.kit.registries().register(found.name(), "gcp", found.configuration());
    Map<String, Object> public_ = new LinkedHashMap<>(found.configuration());
    public_.remove("endpointOverride");
    google.kit.registries().register("public", "gcp", public_);
  }

  @Test
  void theProjectOfADomainIsASegmentOfItsOwn() {
    google.properties.put("project", "example.com:shop");
    repository("example.com:shop", "us", "images", LocalGoogle.docker());
    assertEquals(List.of("us-docker.pkg.dev/example.com/shop/images"), uris(discover()));
  }

  @Test
  void withoutAProjectTheEnvironmentsIsUsedAndThenTheKeys() {
    google.properties.remove("project");
    repository("env-project", "us", "images", LocalGoogle.docker());
    google.kit.environment("GOOGLE_CLOUD_PROJECT", "env-project");
    assertEquals(List.of("us-docker.pkg.dev/env-project/images"), uris(discover()));
    google.kit.withoutEnvironment("GOOGLE_CLOUD_PROJECT");
    repository(KEY_PROJECT, "us", "images", LocalGoogle.docker());
    assertEquals(List.of("us-docker.pkg.dev/" + KEY_PROJECT + "/images"), uris(discover()));
  }

  @Test
  void aLocationAndARepositoryLimitTheList() {
    repository("my-project", "us", "images", LocalGoogle.docker());
    repository("my-project", "us", "others", LocalGoogle.docker());
    repository("my-project", "asia", "images", LocalGoogle.docker());
    google.properties.put("location", "us");
    google.properties.put("repository", "images");
    assertEquals(List.of("us-docker.pkg.dev/my-project/images"), uris(discover()));
    google.properties.put("uri", "us-docker.pkg.dev/my-project/images");
    failure(ErrorCode.INVALID);
  }

  @Test
  void aLocationThatIsDeniedIsAWarning() {
    repository("my-project", "us", "images", LocalGoogle.docker());
    repository("my-project", "asia", "images", LocalGoogle.docker());
    google.api.silentLocations.add("projects/my-project/locations/asia");
    assertEquals(List.of("us-docker.pkg.dev/my-project/images"), uris(discover()));
    String warning = google.kit.listener().warnings().get(0);
    assertTrue(warning.startsWith("not listed: asia: "), warning);
    google.api.silentLocations.add("projects/my-project/locations/us");
    failure(ErrorCode.REFUSED);
  }

  @Test
  void aProjectThatIsNotFoundAndAServiceThatIsDownAreToldApart() {
    google.api.failures.put("ListLocations", ApiServer.failure(Code.NOT_FOUND, "no such project"));
    assertTrue(failure(ErrorCode.INVALID).getMessage().contains("no project my-project"));
    google.api.failures.put("ListLocations", ApiServer.failure(Code.UNAVAILABLE, "later"));
    failure(ErrorCode.TRANSIENT);
  }

  @Test
  void withoutCredentialsThereIsNothingToAsk() {
    google.properties.remove("serviceAccountKey");
    BerthException e = failure(ErrorCode.CREDENTIALS);
    assertEquals(List.of("gcloud auth application-default login"), e.hints());
    assertEquals(List.of(), google.api.calls);
  }
}
