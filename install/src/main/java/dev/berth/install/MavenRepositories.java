package dev.berth.install;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.building.SettingsProblem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/**
 * Downloads jars from the repositories that Maven's settings name, with their mirrors, proxies and
 * logins, into Maven's local repository. A file whose checksum is missing or wrong is refused.
 */
final class MavenRepositories implements AutoCloseable {
  // Of the connector, in milliseconds.
  private static final Map<String, Object> TIMEOUTS =
      Map.of("aether.connector.connectTimeout", 15_000, "aether.connector.requestTimeout", 60_000);

  /** What Berth shares with flavors; a flavor's POM should not contain them, but may. */
  private static final List<Exclusion> OF_HOST =
      List.of(
          excluded("dev.berth", "*"),
          excluded("com.fasterxml.jackson.core", "jackson-annotations"),
          excluded("jakarta.validation", "jakarta.validation-api"),
          excluded("org.jspecify", "jspecify"),
          excluded("org.slf4j", "slf4j-api"));

  private final Context context;

  MavenRepositories(MavenSettings settings, InstallListener listener) {
    Settings effective = effective(settings);
    Map<String, Object> configuration = new HashMap<>(TIMEOUTS);
    this.context =
        new StandaloneStaticRuntime()
            .create(
                ContextOverrides.create()
                    .withUserSettings(true)
                    .withEffectiveSettings(effective)
                    .withMavenUserHomeOverride(settings.userHome().resolve(".m2"))
                    .offline(settings.offline() || effective.isOffline())
                    .checksumPolicy(ContextOverrides.ChecksumPolicy.FAIL)
                    // A missing POM is a failure, since libraries would be missing too.
                    .artifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, true))
                    .configProperties(configuration)
                    .transferListener(new DownloadListener(listener))
                    .build());
  }

  private static Settings effective(MavenSettings settings) {
    if (settings.file().isPresent() && !Files.isRegularFile(settings.userFile())) {
      throw new BerthException(
          ErrorCode.INVALID, "Maven's settings %s do not exist".formatted(settings.userFile()));
    }
    var request = new DefaultSettingsBuildingRequest();
    request.setUserSettingsFile(settings.userFile().toFile());
    settings.globalFile().ifPresent(file -> request.setGlobalSettingsFile(file.toFile()));
    var properties = new Properties();
    properties.putAll(System.getProperties());
    settings.environment().forEach((name, value) -> properties.setProperty("env." + name, value));
    request.setSystemProperties(properties);
    try {
      return new DefaultSettingsBuilderFactory()
          .newInstance()
          .build(request)
          .getEffectiveSettings();
    } catch (SettingsBuildingException e) {
      // Without the cause, whose message quotes the file.
      throw new BerthException(
          ErrorCode.INVALID,
          "Maven's settings are not valid: "
              + e.getProblems().stream()
                  .map(MavenRepositories::words)
                  .collect(Collectors.joining("; ")));
    }
  }

  /** The parser quotes the text before the place, which can be a password. */
  private static String words(SettingsProblem problem) {
    return "%s (line %d, column %d)"
        .formatted(
            problem.getMessage().replaceFirst("(?s) \\(position: .*", ""),
            problem.getLineNumber(),
            problem.getColumnNumber());
  }

  /**
   * Downloads exactly these jars.
   *
   * @param coordinates {@code group:artifact:jar[:classifier]:version}
   */
  List<ResolvedJar> jars(List<String> coordinates) {
    List<ArtifactRequest> requests =
        coordinates.stream()
            .map(DefaultArtifact::new)
            .map(artifact -> new ArtifactRequest(artifact, context.remoteRepositories(), null))
            .toList();
    try {
      return resolved(
          context.repositorySystem().resolveArtifacts(context.repositorySystemSession(), requests));
    } catch (ArtifactResolutionException e) {
      throw DownloadFailure.of(e, context);
    }
  }

  /**
   * Downloads jars with all that they need at run time, without what Berth has.
   *
   * @param coordinates {@code group:artifact:version}
   */
  List<ResolvedJar> jarsWithDependencies(List<String> coordinates) {
    List<Dependency> dependencies =
        coordinates.stream()
            .map(
                each ->
                    new Dependency(new DefaultArtifact(each), JavaScopes.RUNTIME, false, OF_HOST))
            .toList();
    var collect = new CollectRequest(dependencies, List.of(), context.remoteRepositories());
    var filter = DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME);
    try {
      return resolved(
          context
              .repositorySystem()
              .resolveDependencies(
                  context.repositorySystemSession(), new DependencyRequest(collect, filter))
              .getArtifactResults());
    } catch (DependencyResolutionException e) {
      throw DownloadFailure.of(e, context);
    }
  }

  private static List<ResolvedJar> resolved(List<ArtifactResult> results) {
    return results.stream()
        .map(ArtifactResult::getArtifact)
        .filter(artifact -> artifact.getExtension().equals("jar"))
        .map(MavenRepositories::jar)
        .toList();
  }

  private static ResolvedJar jar(Artifact artifact) {
    return new ResolvedJar(artifact.toString(), artifact.getFile().toPath());
  }

  private static Exclusion excluded(String group, String artifact) {
    return new Exclusion(group, artifact, "*", "*");
  }

  @Override
  public void close() {
    context.close();
  }
}
