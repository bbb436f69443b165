package dev.berth.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.config.ConfigBinder;
import dev.berth.spi.BerthException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcpRegistryConfigTest {
  private static GcpRegistryConfig bind(String... namesAndValues) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    try (var binder = new ConfigBinder()) {
      return (GcpRegistryConfig) binder.bind(GcpRegistryConfig.class, properties).config();
    }
  }

  private static String problem(String... namesAndValues) {
    var refused = assertThrows(BerthException.class, () -> bind(namesAndValues));
    return refused.getMessage() + " " + refused.hints();
  }

  @ParameterizedTest
  @CsvSource({
    "us-docker.pkg.dev/my-project/images, projects/my-project/locations/us/repositories/images",
    "us-central1-docker.pkg.dev/p1/r/a/b, projects/p1/locations/us-central1/repositories/r",
    "europe-docker.pkg.dev/example.com/proj/images,"
        + " projects/example.com:proj/locations/europe/repositories/images",
    "gcr.io/my-project, projects/my-project/locations/us/repositories/gcr.io",
    "us.gcr.io/my-project/team, projects/my-project/locations/us/repositories/us.gcr.io",
    "eu.gcr.io/my-project, projects/my-project/locations/europe/repositories/eu.gcr.io",
    "asia.gcr.io/example.com/proj,"
        + " projects/example.com:proj/locations/asia/repositories/asia.gcr.io",
  })
  void aUriSaysWhichRepositoryItIs(String uri, String name) {
    assertEquals(name, bind("uri", uri).path().repositoryName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us-docker.pkg.dev",
        "us-docker.pkg.dev/my-project",
        "us-docker.pkg.dev/example.com/proj",
        "us-docker.pkg.dev/my-project/repo_with_underscores",
        "us-docker.pkg.dev/my-project/1repo",
        "us-docker.pkg.dev:443/my-project/images",
        "docker.pkg.dev/my-project/images",
        "us-docker.pkg.dev.evil.com/my-project/images",
        "evil-us-docker-pkg.dev/my-project/images",
        "gcr.io",
        "gcr.io/example.com",
        "gcr.io/my_project",
        "fr.gcr.io/my-project",
        "us-west1.gcr.io/my-project",
        "k8s.gcr.io.evil.com/my-project",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "localhost:5000/my-project/images",
      })
  void anotherUriIsRefusedWithTheRightForm(String uri) {
    String problem = problem("uri", uri);
    assertTrue(problem.contains("LOCATION-docker.pkg.dev/PROJECT/REPOSITORY"), problem);
  }

  @Test
  void aUriThatIsNoneIsTheOnlyProblem() {
    assertEquals("property 'uri' is required []", problem());
    assertFalse(problem("uri", "https://gcr.io/my-project").contains("LOCATION"));
  }

  @Test
  void behindAnEndpointThePropertiesSayWhatTheUriDoesNot() {
    var config =
        bind(
            "uri", "localhost:5000/some/where",
            "endpointOverride", "http://localhost:8080",
            "location", "us",
            "project", "example.com:proj",
            "repository", "images");
    assertEquals(
        "projects/example.com:proj/locations/us/repositories/images",
        config.path().repositoryName());
  }

  @Test
  void behindAnEndpointGooglesOwnUriIsEnough() {
    var config = bind("uri", "us-docker.pkg.dev/p1/r", "endpointOverride", "https://10.0.0.1");
    assertEquals("projects/p1/locations/us/repositories/r", config.path().repositoryName());
  }

  @Test
  void behindAnEndpointTheRepositoryMustBeKnown() {
    String problem =
        problem(
            "uri", "localhost:5000/a", "endpointOverride", "http://[::1]:80", "project", "proj");
    assertTrue(problem.contains("'location', 'project' and 'repository'"), problem);
  }

  @Test
  void aPartDoesNotContradictTheUri() {
    assertEquals("my-project", bind("uri", "gcr.io/my-project", "location", "us").path().project());
    String problem = problem("uri", "gcr.io/my-project", "location", "europe");
    assertTrue(problem.contains("must not contradict 'uri'"), problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1:80",
        "http://localhost.evil.com",
        "http://127.0.0.1.evil.com:80",
        "ftp://localhost",
        "localhost:80",
        "https://host/path",
        "https://user@host",
        "https://host?a",
        "https://host:70000",
        "https://",
        "https://a b",
        "",
      })
  void anEndpointIsHttpsOrOnThisMachine(String endpoint) {
    String problem = problem("uri", "gcr.io/my-project", "endpointOverride", endpoint);
    assertTrue(problem.contains("property 'endpointOverride' "), problem);
  }

  @Test
  void anInsecureEndpointIsOneThatTheUserWants() {
    var config =
        bind(
            "uri", "gcr.io/my-project",
            "endpointOverride", "http://10.0.0.1:8080",
            "insecure", "true");
    assertEquals(8080, config.endpointOverride().orElseThrow().getPort());
  }

  @Test
  void aKeyIsNeverInTheConfiguration() {
    String problem = problem("uri", "gcr.io/my-project", "serviceAccountKey", "{\"CANARY\": 1}");
    assertTrue(problem.contains("{{secret.key}}"), problem);
    assertFalse(problem.contains("CANARY"), problem);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    String problem =
        problem(
            "uri", "gcr.io/my-project",
            "impersonateServiceAccount", "nobody",
            "quotaProject", "No Project",
            "serviceAccountKey", "{{gcp.key}}",
            "authenticationSecret", "gcr");
    for (String part :
        new String[] {
          "'impersonateServiceAccount' must be", "'quotaProject' must be", "set only one of"
        }) {
      assertTrue(problem.contains(part), problem);
    }
  }

  @Test
  void theNoticeSaysHowTheRepositoryIsCreated() {
    var flavor = new GcpFlavor();
    String uri = "us-docker.pkg.dev/example.com/proj/images";
    assertEquals(
        Optional.of(
            "Repository images must exist before the first push, or set createRepository; to create"
                + " it: gcloud artifacts repositories create images"
                + " --repository-format=docker --location=us --project=example.com:proj"),
        flavor.notice(bind("uri", uri)));
    assertEquals(
        Optional.of("The first push creates repository images in us if it is missing."),
        flavor.notice(bind("uri", uri, "createRepository", "true")));
    assertTrue(
        flavor.notice(bind("uri", "gcr.io/my-project")).orElseThrow().contains("createOnPush"));
  }
}
