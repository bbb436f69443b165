package dev.berth.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CapabilitiesTest {
  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com, Amazon ECR",
    "123456789012.dkr-ecr.us-west-2.on.aws, Amazon ECR",
    "public.ecr.aws, Amazon ECR Public",
    "us-central1-docker.pkg.dev, Google Artifact Registry",
    "eu.gcr.io, Google Artifact Registry",
    "gcr.io, Google Artifact Registry",
    "contoso.azurecr.cn, Azure Container Registry",
    "docker.io, Docker Hub",
    "ghcr.io, GitHub",
    "containers.acme.ghe.com, GitHub",
    "registry.gitlab.com, GitLab",
    "acme.jfrog.io, JFrog Artifactory",
    "quay.io, Quay",
    "localhost:5000, any other",
    "ghcr.io.evil.example, any other"
  })
  void theHostTellsTheKind(String host, String kind) {
    assertEquals(kind, Capabilities.of(host).kind());
  }

  @Test
  void theFactsAreData() {
    Map<String, Object> hub = Capabilities.DOCKER_HUB.toMap();
    assertEquals("yes", hub.get("createsOnPush"));
    assertEquals(2, hub.get("maxPathSegments"));
    assertEquals(List.of("put", "patch", "chunks"), hub.get("uploads"));
    assertEquals(52_000L << 20, Capabilities.ECR.toMap().get("maxLayerBytes"));
  }

  static Stream<Capabilities> kinds() {
    return Capabilities.all().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void thePageHasTheRowOfTheKind(Capabilities kind) throws IOException {
    String row = row(kind);
    String page = Files.readString(Path.of("../docs/flavors/compared.md"));
    assertTrue(page.contains(row), () -> "add to docs/flavors/compared.md: " + row);
  }

  private static String row(Capabilities kind) {
    Map<String, Object> facts = kind.toMap();
    String least = String.valueOf(kind.path().least());
    String path = kind.path().most() == kind.path().least() ? least : least + " or more";
    String layer =
        kind.maxLayer().isEmpty() ? "" : "%,d MiB".formatted(kind.maxLayer().getAsLong() >> 20);
    String uploads =
        kind.uploads().stream()
            .map(upload -> upload.name().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(", "));
    return "| %s | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            kind.kind(),
            facts.get("createsOnPush"),
            facts.get("immutableTags"),
            facts.get("referrersApi"),
            facts.get("mounts"),
            uploads,
            path,
            layer);
  }
}
