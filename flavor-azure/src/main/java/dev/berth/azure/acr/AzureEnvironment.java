package dev.berth.azure.acr;

import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import dev.berth.azure.AzureRegistryConfig;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment variables that Azure's credentials read, overridden by the configuration. */
final class AzureEnvironment {
  static final String SELECTED = "AZURE_TOKEN_CREDENTIALS";
  static final String CLIENT_ID = "AZURE_CLIENT_ID";
  static final String FEDERATED_TOKEN = "AZURE_FEDERATED_TOKEN_FILE";
  private static final String CLIENT_SECRET = "AZURE_CLIENT_SECRET";
  private static final String TENANT_ID = "AZURE_TENANT_ID";
  private static final String AUTHORITY = "AZURE_AUTHORITY_HOST";
  private static final List<String> SECRETS =
      List.of(
          CLIENT_SECRET,
          "AZURE_CLIENT_CERTIFICATE_PASSWORD",
          "AZURE_PASSWORD",
          "IDENTITY_HEADER",
          "MSI_SECRET");
  // If one of these is set, credentials are expected, and the time limit is longer.
  private static final List<String> SOURCES =
      List.of(
          CLIENT_SECRET,
          "AZURE_CLIENT_CERTIFICATE_PATH",
          FEDERATED_TOKEN,
          "AZURE_USERNAME",
          "IDENTITY_ENDPOINT",
          "MSI_ENDPOINT");
  private static final List<String> OTHERS =
      List.of(
          CLIENT_ID,
          TENANT_ID,
          AUTHORITY,
          SELECTED,
          "AZURE_ADDITIONALLY_ALLOWED_TENANTS",
          "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
          "AZURE_POD_IDENTITY_AUTHORITY_HOST",
          "AZURE_REGIONAL_AUTHORITY_NAME");
  private static final String VIRTUAL_MACHINE = "169.254.169.254";
  private static final List<String> METADATA =
      List.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "IDENTITY_ENDPOINT", "MSI_ENDPOINT");
  private static final String NOTHING_MISSING = "no ";
  private static final List<String> TOOLS = List.of("az", "azd", "pwsh");

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Optional<String> path;
  private final boolean ownAuthority;

  AzureEnvironment(RegistryContext context, AzureRegistryConfig config) {
    for (List<String> names : List.of(SECRETS, SOURCES, OTHERS)) {
      names.forEach(name -> context.variable(name).ifPresent(it -> variables.put(name, it)));
    }
    config.tenantId().ifPresent(it -> variables.put(TENANT_ID, it));
    config.clientId().ifPresent(it -> variables.put(CLIENT_ID, it));
    config
        .clientSecret()
        .ifPresent(
            it -> {
              // Only this login, and not another one of the environment.
              SOURCES.forEach(variables::remove);
              variables.put(CLIENT_SECRET, context.secret(it));
              variables.put(SELECTED, "EnvironmentCredential");
            });
    config.authorityHost().ifPresent(it -> variables.put(AUTHORITY, it.toString()));
    this.ownAuthority = variables.containsKey(AUTHORITY);
    variables.putIfAbsent(AUTHORITY, config.host().map(Cloud::of).orElse(Cloud.PUBLIC).authority());
    this.path = context.variable("PATH");
  }

  /** The SDK's configuration, without the environment of the process. */
  Configuration configuration() {
    return configuration(variables);
  }

  /** The same, limited to some credentials of the chain. */
  Configuration selecting(String credentials) {
    Map<String, String> selected = new LinkedHashMap<>(variables);
    selected.put(SELECTED, credentials);
    return configuration(selected);
  }

  private static Configuration configuration(Map<String, String> variables) {
    Map<String, String> copy = Map.copyOf(variables);
    return new ConfigurationBuilder(prefix -> Map.of(), prefix -> Map.of(), prefix -> copy).build();
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** The missing variables of a service principal. */
  String principal() {
    List<String> parts = List.of(CLIENT_ID, TENANT_ID, CLIENT_SECRET);
    List<String> missing = parts.stream().filter(it -> !variables.containsKey(it)).toList();
    return NOTHING_MISSING + String.join(", ", missing);
  }

  Optional<String> tenant() {
    return variable(TENANT_ID);
  }

  String authority() {
    return variables.getOrDefault(AUTHORITY, "");
  }

  /**
   * The endpoint of Microsoft Entra.
   *
   * @throws BerthException {@link ErrorCode#INVALID} when the variable is not a URL
   */
  URI authorityUri() {
    try {
      return URI.create(authority());
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.INVALID, AUTHORITY + " is not a URL: " + PlainText.excerpt(authority()), e);
    }
  }

  String authorityName() {
    String host = authorityUri().getHost();
    return host == null ? authority() : host;
  }

  /** Whether the endpoint of Microsoft Entra is configured, so that instance discovery may fail. */
  boolean hasOwnAuthority() {
    return ownAuthority;
  }

  /** Whether there are sources of credentials other than a metadata service. */
  boolean namesCredentials() {
    return SOURCES.stream().anyMatch(variables::containsKey)
        || TOOLS.stream().anyMatch(this::isInstalled);
  }

  /** The names of the variables that are set, for messages; the configuration counts as one. */
  String names() {
    return variables.keySet().stream().sorted().collect(Collectors.joining(", "));
  }

  /** The source that the variables name, for messages; empty when they name none. */
  Optional<String> configuredSource() {
    return SOURCES.stream()
        .filter(variables::containsKey)
        .findFirst()
        .map(name -> "the credentials of " + name + " give no token");
  }

  /** Why that source gives no token: the missing variables of a principal, else the SDK's words. */
  String configuredReason(String words) {
    boolean ofPrincipal =
        variables.containsKey(CLIENT_SECRET) && !principal().equals(NOTHING_MISSING);
    return ofPrincipal ? principal() : masked(words);
  }

  /** The hosts of the metadata services that may give a managed identity, with their ports. */
  Set<String> metadataServices() {
    return Stream.concat(
            Stream.of(VIRTUAL_MACHINE),
            METADATA.stream()
                .flatMap(name -> variable(name).stream())
                .map(url -> String.valueOf(URI.create(url).getAuthority())))
        .collect(Collectors.toSet());
  }

  private boolean isInstalled(String tool) {
    return path.stream()
        .flatMap(it -> List.of(it.split(File.pathSeparator, -1)).stream())
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  /** Masks the values of secret variables. */
  String masked(String text) {
    String masked = text;
    for (String name : SECRETS) {
      String secret = variables.get(name);
      masked = secret == null ? masked : masked.replace(secret, "***");
    }
    return masked;
  }
}
