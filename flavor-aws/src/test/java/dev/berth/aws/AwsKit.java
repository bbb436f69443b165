package dev.berth.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
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
import dev.berth.spi.PushPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registers, checks and pushes with the flavor {@code aws}, through the host. */
final class AwsKit implements AutoCloseable {
  /** A push engine that remembers what it was to push, and moves nothing. */
  static final class RecordingEngine implements PushEngine {
    final List<Credentials> logins = new ArrayList<>();
    PushPlan plan = PushPlan.UNKNOWN;

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public PushPlan plan(PushRequest request) {
      return plan;
    }

    @Override
    public PushResult push(PushRequest request, PushListener listener) {
      logins.add(request.credentials());
      return new PushResult(Digest.parse(FakeAws.DIGEST), List.of());
    }
  }

  /** Remembers what was told and warned of. */
  static final class RecordingListener implements PushListener {
    final List<String> told = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    @Override
    public void info(String message) {
      told.add(message);
    }

    @Override
    public void warning(String message) {
      warnings.add(message);
    }
  }

  final Registries registries;
  boolean dryRun;
  final RecordingEngine engine = new RecordingEngine();
  final RecordingListener listener = new RecordingListener();

  AwsKit(Path folder, Map<String, String> environment) {
    BerthHome home =
        BerthHome.find(folder.resolve("store"), Map.of(), folder, folder, Optional.empty());
    registries = new Registries(home, environment, HttpRegistryAccess::new);
  }

  /** Registers {@code ecr} at an emulator. */
  AwsKit at(FakeAws aws, String... namesAndValues) {
    Map<String, JsonNode> properties = properties(namesAndValues);
    properties.putIfAbsent("uri", TextNode.valueOf(aws.host()));
    properties.putIfAbsent("endpointOverride", TextNode.valueOf(aws.endpoint()));
    properties.putIfAbsent("region", TextNode.valueOf("eu-central-1"));
    registries.register("ecr", "aws", properties);
    return this;
  }

  static Map<String, JsonNode> properties(String... namesAndValues) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], TextNode.valueOf(namesAndValues[i + 1]));
    }
    return properties;
  }

  static JsonNode map(String key, String value) {
    return JsonNodeFactory.instance.objectNode().put(key, value);
  }

  CheckReport check(String target) {
    return registries.check(target, Optional.empty(), listener);
  }

  /** What one check of an image found. */
  CheckResult check(String image, String name) {
    return check(image).findings().stream()
        .filter(finding -> finding.check().equals(name))
        .findFirst()
        .orElseThrow()
        .result();
  }

  PushedImage push(String image) {
    return push(image, false);
  }

  PushedImage push(String image, boolean skipChecks) {
    return registries.push(
        ImageReference.parse(image),
        new PushOptions(Optional.empty(), skipChecks, dryRun),
        () -> engine,
        listener);
  }

  @Override
  public void close() {
    registries.close();
  }
}
