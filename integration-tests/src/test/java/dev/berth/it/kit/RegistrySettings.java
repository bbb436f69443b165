package dev.berth.it.kit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a registry in a container is set up with, beyond its standard configuration. */
public final class RegistrySettings {
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<Path, String> files = new LinkedHashMap<>();

  /** Sets a value by its path in the configuration, for instance {@code HTTP_TLS_KEY}. */
  RegistrySettings with(String path, String value) {
    variables.put("REGISTRY_" + path, value);
    return this;
  }

  /** Sets a value that is a file, which is copied into the container. */
  RegistrySettings with(String path, Path file) {
    return with(path, copied(file));
  }

  /** TLS with the certificate of this name. */
  public static RegistrySettings tls(Certificates certificates, String name) {
    return new RegistrySettings()
        .with("HTTP_TLS_CERTIFICATE", certificates.certificate(name))
        .with("HTTP_TLS_KEY", certificates.keyFile(name));
  }

  /** Clients must have a certificate of the authority. */
  public RegistrySettings wantingClientsOf(Certificates certificates) {
    return with("HTTP_TLS_CLIENTCAS", "[" + copied(certificates.certificate("ca")) + "]");
  }

  private String copied(Path file) {
    return files.computeIfAbsent(file, it -> "/" + it.getFileName());
  }

  Map<String, String> variables() {
    return variables;
  }

  Map<Path, String> files() {
    return files;
  }
}
