package dev.berth.azure.acr;

import dev.berth.azure.AzureRegistryConfig;

/**
 * Azure CLI commands that fix problems of one registry.
 *
 * @param name the registry's name in Azure
 */
record Remedies(String name) {
  static Remedies of(AzureRegistryConfig config) {
    return new Remedies(config.resourceName().orElse("NAME"));
  }

  String allow(String address) {
    return "az acr network-rule add -n %s --ip-address %s".formatted(name, address);
  }

  /** A registry with attribute-based permissions ignores AcrPush. */
  String letPush(String assignee) {
    return ("az role assignment create --assignee %s --role AcrPush"
            + " --scope $(az acr show -n %s --query id -o tsv)"
            + " # where az acr show says AbacRepositoryPermissions:"
            + " --role 'Container Registry Repository Writer'")
        .formatted(assignee, name);
  }

  String letTokenPush(String token) {
    return "az acr token update -r %s -n %s --scope-map _repositories_push_metadata_write"
        .formatted(name, token);
  }

  String unlock(String repository) {
    return "az acr repository update -n %s --repository %s --write-enabled true"
        .formatted(name, repository);
  }

  String unlock(String repository, String tag) {
    return "az acr repository update -n %s --image %s:%s --write-enabled true"
        .formatted(name, repository, tag);
  }
}
