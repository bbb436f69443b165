package dev.berth.azure.acr;

import dev.berth.azure.AzureConfig;

/**
 * Commands of Azure's that make something right with one registry.
 *
 * @param name what the registry is called in Azure
 */
record Remedies(String name) {
  static Remedies of(AzureConfig config) {
    return new Remedies(config.resourceName().orElse("NAME"));
  }

  String allow(String address) {
    return "az acr network-rule add -n %s --ip-address %s".formatted(name, address);
  }

  /** A registry that is in attribute-based mode does not look at the older role. */
  String letPush(String assignee) {
    String assign =
        "az role assignment create --assignee %s --role %%s --scope $(az acr show -n %s --query id -o tsv)"
            .formatted(assignee, name);
    return "%s; where az acr show -n %s --query roleAssignmentMode says ABAC: %s"
        .formatted(
            assign.formatted("AcrPush"),
            name,
            assign.formatted("'Container Registry Repository Writer'"));
  }

  String letTokenPush(String token) {
    return "az acr token update -r %s -n %s --scope-map _repositories_push".formatted(name, token);
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
