package dev.berth.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.BerthHome;
import dev.berth.CheckReport;
import dev.berth.PushOptions;
import dev.berth.Registration;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registries with the flavor {@code azure}, used as the command uses them. */
final class AzureKit implements AutoCloseable {
  static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));
  static final String SECRET = "client-secret-canary";

  private final Registries registries;
  private final List<Credentials> pushedWith = new ArrayList<>();

  AzureKit(Path folder, Map<String, String> environment) {
    this.registries =
        new Registries(
            BerthHome.find(folder, Map.of(), folder, folder, Optional.empty()),
            environment,
            HttpRegistryAccess::new);
  }

  /** A service principal, and nothing else is looked at. */
  static Map<String, String> principal() {
    return Map.of(
        "AZURE_TOKEN_CREDENTIALS",
        "EnvironmentCredential",
        "AZURE_TENANT_ID",
        FakeAzure.TENANT,
        "AZURE_CLIENT_ID",
        "33333333-3333-3333-3333-333333333333",
        "AZURE_CLIENT_SECRET",
        SECRET);
  }

  /** The service principal's variables without its secret. */
  static Map<String, String> nothing() {
    return Map.of("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential");
  }

  Registration register(String... namesAndValues) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], TextNode.valueOf(namesAndValues[i + 1]));
    }
    return registries.register("acr", "azure", properties);
  }

  /** Registers the fake. */
  AzureKit with(FakeAzure azure) {
    register(
        "uri", azure.host(),
        "endpointOverride", azure.url(),
        "authorityHost", azure.url(),
        "caCertificate", TestCertificate.get().pem().toString());
    return this;
  }

  CheckReport check(String target) {
    return registries.check(target, Optional.empty(), PushListener.NONE);
  }

  CheckResult finding(String check, String target) {
    return finding(check, check(target));
  }

  static CheckResult finding(String check, CheckReport report) {
    return report.findings().stream()
        .filter(finding -> finding.check().equals(check))
        .findFirst()
        .orElseThrow()
        .result();
  }

  /** Pushes, and asks for the credentials so many times. */
  ImageReference push(String image, int times) {
    return push(image, times, false);
  }

  ImageReference push(String image, int times, boolean skipChecks) {
    var engine =
        new PushEngine() {
          @Override
          public String name() {
            return "recording";
          }

          @Override
          public PushResult push(PushRequest request, PushListener listener) {
            for (int i = 0; i < times; i++) {
              pushedWith.add(request.login().get());
            }
            return new PushResult(DIGEST, List.of());
          }
        };
    return registries
        .push(
            ImageReference.parse(image),
            new PushOptions(Optional.empty(), skipChecks, false),
            () -> engine,
            PushListener.NONE)
        .reference();
  }

  List<Credentials> pushedWith() {
    return pushedWith;
  }

  @Override
  public void close() {
    registries.close();
  }
}
