package dev.berth.generic;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is known of registries that need no flavor of their own. This table is the source of the
 * rules of the flavor {@code default}, of its page and of its tests.
 */
public enum Preset {
  /** https://docs.digitalocean.com/products/container-registry/ */
  DIGITALOCEAN(
      "DigitalOcean",
      "registry\\.digitalocean\\.com",
      "registry.digitalocean.com/REGISTRY",
      2,
      ".*",
      "an API token as user name and as password: doctl registry login",
      "read-only while garbage collection runs"),
  /** https://developers.cloudflare.com/containers/platform-details/image-management/ */
  CLOUDFLARE(
      "Cloudflare",
      "registry\\.cloudflare\\.com",
      "registry.cloudflare.com/ACCOUNT",
      2,
      ".*",
      "npx wrangler containers registries credentials registry.cloudflare.com --push",
      "the credentials are valid for minutes"),
  /** https://help.sonatype.com/en/docker-authentication.html */
  NEXUS(
      "Sonatype Nexus",
      "",
      "HOST:PORT",
      1,
      ".*",
      "a user, or a user token; the realm 'Docker Bearer Token Realm' must be active",
      "the port is the connector of a hosted repository; a group or a proxy takes no pushes"),
  /** https://docs.gitea.com/usage/packages/container */
  GITEA(
      "Gitea, Forgejo",
      "",
      "HOST/OWNER",
      2,
      ".*",
      "a user name and an access token with write:package",
      "the owner must exist"),
  /**
   * https://docs.oracle.com/iaas/Content/Registry/Tasks/registrypushingimagesusingthedockercli.htm
   */
  ORACLE(
      "Oracle OCIR",
      "([a-z]{3}|[a-z]+(-[a-z]+)+-\\d)\\.ocir\\.io|ocir\\.[a-z0-9-]+\\.oci\\.oraclecloud\\.com",
      "REGION.ocir.io/NAMESPACE",
      2,
      "[^/]+/.+",
      "NAMESPACE/USER, or NAMESPACE/DOMAIN/USER, and an auth token",
      "the first push creates the repository in the root compartment, if the tenancy allows it"),
  /** https://cloud.ibm.com/docs/Registry?topic=Registry-registry_access */
  IBM(
      "IBM Cloud",
      "([a-z]{2}\\d?\\.|private\\.)*icr\\.io",
      "REGION.icr.io/NAMESPACE",
      2,
      "iamapikey|iambearer|iamrefresh|token",
      "the user name 'iamapikey' and an API key",
      "the namespace must exist: ibmcloud cr namespace-add NAMESPACE"),
  /** https://www.alibabacloud.com/help/en/acr/ */
  ALIBABA(
      "Alibaba Cloud",
      "registry(-intl)?(-vpc)?\\.[a-z0-9-]+\\.aliyuncs\\.com|[a-z0-9-]+-registry(-vpc)?\\.[a-z0-9-]+\\.cr\\.aliyuncs\\.com",
      "registry.REGION.aliyuncs.com/NAMESPACE",
      2,
      ".*",
      "the account and the password of the registry, or a temporary token",
      "the namespace must exist; whether a push creates a repository is its setting"),
  /** https://www.scaleway.com/en/docs/container-registry/ */
  SCALEWAY(
      "Scaleway",
      "rg\\.[a-z]{2}-[a-z]{3}\\.scw\\.cloud",
      "rg.REGION.scw.cloud/NAMESPACE",
      2,
      ".*",
      "the user name 'nologin' and a secret key",
      "the namespace must exist");

  private final String title;
  private final Pattern host;
  private final String uri;
  private final int segments;
  private final Pattern user;
  private final String login;
  private final String note;

  /**
   * @param host the hosts, an expression; empty for a registry at a company's own host
   * @param uri the form of its URIs
   * @param segments how many segments an image's path has at least
   * @param user the user names that it accepts, an expression
   * @param login what to log in with
   * @param note what else to know
   */
  Preset(
      String title, String host, String uri, int segments, String user, String login, String note) {
    this.title = title;
    this.host = Pattern.compile(host);
    this.uri = uri;
    this.segments = segments;
    this.user = Pattern.compile(user);
    this.login = login;
    this.note = note;
  }

  /** The preset of a host that belongs to one. */
  static Optional<Preset> ofHost(String host) {
    return Stream.of(values()).filter(preset -> preset.isHosted() && preset.has(host)).findFirst();
  }

  private boolean isHosted() {
    return !host.pattern().isEmpty();
  }

  /** Whether a registry of this kind can be at the host. */
  boolean has(String registryHost) {
    return !isHosted() || host.matcher(registryHost).matches();
  }

  boolean accepts(String userName) {
    return user.matcher(userName).matches();
  }

  int segments() {
    return segments;
  }

  String title() {
    return title;
  }

  String uri() {
    return uri;
  }

  String login() {
    return login;
  }

  /** Its row in the page of the flavor {@code default}. */
  String row() {
    return "| `%s` | %s | `%s`%s | %s | %s |"
        .formatted(
            name().toLowerCase(Locale.ROOT),
            title,
            uri,
            isHosted() ? "" : ", with the property",
            login,
            note);
  }
}
