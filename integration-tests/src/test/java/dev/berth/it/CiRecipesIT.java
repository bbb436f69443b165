package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The shell steps of {@code docs/ci.md}, as a CI runs them. */
class CiRecipesIT {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final String HEAD = "0123456789abcdef";

  @RegisterExtension static final Engine engine = new Engine();

  private final Path folder;
  private final Layout layout;
  private final Steps steps;
  private final String repository = "ci/" + UUID.randomUUID();

  CiRecipesIT(@TempDir Path folder) {
    this.folder = folder;
    layout = Layout.random(folder.resolve("layout"), 2, 1000);
    steps = Steps.in(folder).withArchive(folder.resolve("layout"), "image.tar");
  }

  private static List<JsonNode> recipes() throws IOException {
    List<JsonNode> recipes = new ArrayList<>();
    var page = YAML.matcher(Files.readString(Path.of("../docs/ci.md")));
    while (page.find()) {
      recipes.add(new YAMLMapper().readTree(page.group(1)));
    }
    return recipes;
  }

  private static JsonNode recipe(String pointer) throws IOException {
    return recipes().stream()
        .map(it -> it.at(pointer))
        .filter(it -> !it.isMissingNode())
        .findFirst()
        .orElseThrow();
  }

  private String digest() {
    return layout.descriptor().path("digest").asText();
  }

  private void assertPushed(Registry registry) {
    assertEquals(Optional.of(digest()), registry.digest(repository, HEAD));
  }

  @Test
  void gitHubsStepsPushAndGiveTheDigestAsAnOutput() throws IOException {
    Registry registry = engine.sharedRegistry();
    JsonNode job = recipe("/jobs/push");
    JsonNode push =
        StreamSupport.stream(job.path("steps").spliterator(), false)
            .filter(it -> it.path("id").asText().equals("push"))
            .findFirst()
            .orElseThrow();
    assertEquals("${{ steps.push.outputs.digest }}", job.at("/outputs/digest").asText());
    assertEquals(List.of("FLAVOR", "URI", "IMAGE"), names(job.path("env")));
    Path output = folder.resolve("output");

    steps
        .with("FLAVOR", "default")
        .with("URI", registry.host())
        .with("IMAGE", registry.host() + "/" + repository + ":" + HEAD)
        .with("GITHUB_OUTPUT", output.toString())
        .run("bash", push.path("run").asText());

    assertEquals("digest=" + digest() + "\n", Files.readString(output));
    assertPushed(registry);
  }

  @Test
  void gitLabsJobLogsInByItsTokenAndGivesTheDigestAsAVariable() throws IOException {
    Registry registry = engine.sharedProtectedRegistry();
    JsonNode job = job("gitlab");
    String project = registry.host() + "/" + repository;
    assertEquals("$CI_REGISTRY_IMAGE:$CI_COMMIT_SHA", job.at("/variables/IMAGE").asText());

    steps
        .with("CI_REGISTRY_IMAGE", project)
        .with("CI_SERVER_HOST", "gitlab.acme.example")
        .with("CI_REGISTRY_USER", Canary.USERNAME)
        .with("CI_REGISTRY_PASSWORD", Canary.PASSWORD)
        .with("IMAGE", project + ":" + HEAD)
        .run("sh", script(job));

    assertDotenv(job);
    assertPushed(registry);
  }

  @Test
  void gitLabsJobGivesACloudItsTokenInAPrivateFile() throws IOException {
    Registry registry = engine.sharedRegistry();
    JsonNode job = job("\"$FLAVOR\"");
    assertTrue(names(job.path("variables")).containsAll(List.of("FLAVOR", "URI", "IMAGE")));

    String printed =
        steps
            .with("CLOUD_TOKEN", "token of the job")
            .with("FLAVOR", "default")
            .with("URI", registry.host())
            .with("IMAGE", registry.host() + "/" + repository + ":" + HEAD)
            .run(
                "sh",
                script(job)
                    + "stat -c %a \"$AWS_WEB_IDENTITY_TOKEN_FILE\"\n"
                    + "cat \"$AZURE_FEDERATED_TOKEN_FILE\"\n");

    assertTrue(printed.endsWith("600\ntoken of the job"), printed);
    assertDotenv(job);
    assertPushed(registry);
  }

  @Test
  void aFailingCheckEndsTheSteps() throws IOException {
    JsonNode job = job("gitlab");
    Registry registry = engine.sharedProtectedRegistry();
    String project = registry.host() + "/" + repository;

    int status =
        steps
            .with("CI_REGISTRY_IMAGE", project)
            .with("CI_SERVER_HOST", "gitlab.acme.example")
            .with("CI_REGISTRY_USER", Canary.USERNAME)
            .with("CI_REGISTRY_PASSWORD", "wrong")
            .with("IMAGE", project + ":" + HEAD)
            .status("sh", script(job));

    assertEquals(10, status);
    assertEquals(Optional.empty(), registry.digest(repository, HEAD));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** GitLab's job that registers a registry of this flavor. */
  private static JsonNode job(String flavor) throws IOException {
    return recipes().stream()
        .map(it -> it.path("push"))
        .filter(it -> script(it).contains("--flavor " + flavor + " "))
        .findFirst()
        .orElseThrow();
  }

  private static String script(JsonNode job) {
    var script = new StringBuilder();
    job.path("script").forEach(line -> script.append(line.asText()).append('\n'));
    return script.toString();
  }

  private void assertDotenv(JsonNode job) throws IOException {
    String file = job.at("/artifacts/reports/dotenv").asText();
    assertEquals("DIGEST=" + digest() + "\n", Files.readString(folder.resolve(file)));
  }
}
