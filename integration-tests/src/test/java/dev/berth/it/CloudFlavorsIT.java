package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.aws.FakeAws;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The shipped flavors of the distribution, with their SDKs and without. */
class CloudFlavorsIT {
  private static final Map<String, String> URIS =
      Map.of(
          "artifactory", "acme.jfrog.io/docker",
          "aws", "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
          "azure", "acmeteam.azurecr.io",
          "default", "localhost:5000",
          "dockerhub", "docker.io/acme",
          "gcp", "europe-west3-docker.pkg.dev/acme/images",
          "github", "ghcr.io/acme",
          "gitlab", "registry.gitlab.com/acme/app",
          "harbor", "harbor.acme.example/web",
          "quay", "quay.io/acme");

  @RegisterExtension static final Engine engine = new Engine();
  private static Registry registry;

  private final Path folder;
  private final Berth berth;

  CloudFlavorsIT(@TempDir Path folder) {
    this.folder = folder;
    berth =
        Berth.inProject(folder)
            .with("AWS_ACCESS_KEY_ID", "AKIDCANARY")
            .with("AWS_SECRET_ACCESS_KEY", Canary.PASSWORD);
  }

  @BeforeAll
  static void startRegistry() {
    registry = engine.sharedProtectedRegistry();
  }

  private static void registerAll(Berth berth) {
    URIS.forEach(
        (flavor, uri) -> berth.ok("cr", "register", flavor, "--flavor", flavor, "--uri", uri));
  }

  @Test
  void allShippedFlavorsAreListed() {
    List<String> names =
        berth.ok("cr", "flavor", "list", "--output", "json").json().findValuesAsText("name");
    assertEquals(URIS.keySet(), new java.util.TreeSet<>(names));
    berth.assertShippedFlavorsWork();
  }

  @Test
  void withoutTheSdksEverythingWorksButToCheckAndToPush() {
    Berth slim = berth.withoutSdks();

    registerAll(slim);
    slim.ok("cr", "update", "aws", "--create-repository");
    slim.ok("cr", "describe", "aws").prints("createRepository", "true");
    slim.ok("cr", "flavor", "describe", "gcp").prints("impersonateServiceAccount");
    slim.assertShippedFlavorsWork();

    for (String cloud : List.of("aws", "gcp", "azure")) {
      String place = "flavors/" + cloud + "/sdk";
      slim.asProcess().fails(4, "cr", "check", cloud).says("needs the class", place);
      slim.asProcess()
          .fails(4, "push", URIS.get(cloud) + "/app:1", "--from", image().location())
          .says("needs the class", place);
    }
  }

  private Layout image() {
    return Layout.random(folder.resolve("image" + System.nanoTime()), 2, 1000);
  }

  private void registerEcr(FakeAws aws, String... more) {
    var line =
        new java.util.ArrayList<>(
            List.of(
                "cr",
                "register",
                "ecr",
                "--flavor",
                "aws",
                "--uri",
                registry.host(),
                "--endpoint-override",
                aws.endpoint(),
                "--region",
                "eu-central-1"));
    line.addAll(List.of(more));
    berth.ok(line.toArray(String[]::new));
  }

  @Test
  void pushesThroughAnEmulatedEcrFromTheLoginToTheDigest() {
    try (var aws = new FakeAws().giving(Canary.USERNAME + ":" + Canary.PASSWORD)) {
      registerEcr(aws, "--create-repository", "--registry-id", FakeAws.ACCOUNT);
      String target = registry.host() + "/team/app:1";
      Layout image = image();

      berth.asProcess().ok("cr", "check", target).prints("pass", "the push creates it");
      Run pushed = berth.asProcess().ok("push", target, "--from", image.location());

      String digest = image.descriptor().path("digest").asText();
      assertEquals(registry.host() + "/team/app@" + digest, pushed.line());
      pushed.says("created repository team/app");
      assertEquals(Optional.of(digest), registry.digest("team/app", "1"));
      assertTrue(aws.actions().contains("CreateRepository"), () -> aws.actions().toString());
    }
  }

  @Test
  void whatIsDiscoveredIsAScriptThatRegistersIt() {
    try (var aws = new FakeAws()) {
      List<String> discover =
          List.of(
              "cr",
              "discover",
              "--flavor=aws",
              "--region=eu-central-1",
              "--home",
              berth.store().folder().toString(),
              "--create-repository",
              "--repository-tags={\"team\":\"it's ours\"}");
      Berth at = berth.with("AWS_ENDPOINT_URL_ECR", aws.endpoint()).asProcess();
      String comment =
          "# " + URIS.get("aws") + ": private registry in eu-central-1, no repository yet";
      String command =
          "berth container-registry register ecr-eu-central-1 --flavor aws --home "
              + at.store().folder()
              + " --uri="
              + URIS.get("aws")
              + " --region=eu-central-1 --createRepository=true"
              + " --repositoryTags='{\"team\":\"it'\\''s ours\"}'";

      Run found = at.ok(discover.toArray(String[]::new));
      assertEquals(comment + "\n" + command + "\n", found.out());
      JsonNode json = asJson(at, discover);
      assertEquals(command, json.path("command").asText());
      assertTrue(json.path("registered").isNull(), json::toString);

      at.startedBy("sh", "-c", "PATH=${0%/*}:$PATH; eval \"$1\"").ok(found.out());
      assertEquals(List.of("ecr-eu-central-1"), berth.registries());
      JsonNode registered = asJson(at, discover);
      assertEquals("ecr-eu-central-1", registered.path("registered").asText());
      assertTrue(registered.path("command").isNull(), registered::toString);
      assertEquals(
          comment + ", registered as 'ecr-eu-central-1'",
          at.ok(discover.toArray(String[]::new)).line());
    }
  }

  @Test
  void aSecretInAPropertyIsInNoCommand() {
    try (var aws = new FakeAws()) {
      String canary = "http://me:" + Canary.PASSWORD + "@localhost:1";
      Run run =
          berth
              .with("AWS_ENDPOINT_URL_ECR", aws.endpoint())
              .with("NO_PROXY", "127.0.0.1")
              .asProcess()
              .ok("cr", "discover", "-f", "aws", "--region=eu-central-1", "--proxy=" + canary);
      run.says("warning: property 'proxy' is not in the commands, since it has a secret");
      assertTrue(!run.out().contains("proxy"), run::toString);
    }
  }

  private static JsonNode asJson(Berth berth, List<String> line) {
    var words = new java.util.ArrayList<>(line);
    words.addAll(List.of("--output", "json"));
    return berth.ok(words.toArray(String[]::new)).json().path(0);
  }

  @Test
  void aMissingRepositoryStopsBeforeTheFirstByte() {
    try (var aws = new FakeAws().giving(Canary.USERNAME + ":" + Canary.PASSWORD)) {
      registerEcr(aws);
      String target = registry.host() + "/missing/app:1";

      berth
          .asProcess()
          .fails(10, "push", target, "--from", image().location())
          .says("missing/app", "aws ecr create-repository --repository-name missing/app");
      assertEquals(Optional.empty(), registry.digest("missing/app", "1"));

      berth
          .asProcess()
          .ok("push", target, "--from", image().location(), "--skip-checks")
          .says("warning: ", "does not exist");
      assertTrue(registry.digest("missing/app", "1").isPresent());
    }
  }

  @Test
  void noCredentialsAnywhereNamesTheChainAndHangsNowhere() {
    try (var aws = new FakeAws()) {
      registerEcr(aws);
      berth
          .without("AWS_ACCESS_KEY_ID")
          .without("AWS_SECRET_ACCESS_KEY")
          .asProcess()
          .fails(10, "push", registry.host() + "/app:1", "--from", image().location())
          .says("no AWS credentials", "AWS_ACCESS_KEY_ID", "aws configure");
    }
  }
}
