package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.aws.EcrHost;
import dev.berth.spi.BaseContainerRegistryFlavor.Discovered;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.ParallelListing;
import dev.berth.spi.support.SdkProxy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecrpublic.model.RegistryAlias;
import software.amazon.awssdk.services.ecrpublic.model.RegistryAliasStatus;

/**
 * The registries of an account: the private one of each region that has repositories, and public
 * ones. With a region or an endpoint in the configuration, only the registry there.
 */
public final class EcrDiscovery {
  // Without a region anywhere; every account has this one.
  private static final Region DEFAULT = Region.US_EAST_1;
  private static final String DISCOVERING = "discovering registries";
  // Amazon ECR API Reference, "DescribeRepositories".
  private static final int MAX_PAGE = 1000;

  private final RegistryContext context;
  private final AwsRegistryConfig config;
  private final Region home;
  private final AwsClients clients;

  /** Nothing is sent yet. */
  public EcrDiscovery(RegistryContext context) {
    this.context = context;
    this.config = context.config(AwsRegistryConfig.class);
    this.home = config.findRegion().map(Region::of).orElseGet(this::configuredRegion);
    this.clients =
        new AwsClients(config, home, new SdkProxy("Amazon's SDK", context::proxy), context::secret);
  }

  /** The region of the environment or the profile, as for AWS's own tools. */
  private Region configuredRegion() {
    var profile =
        config
            .profile()
            .map(name -> new AwsProfileRegionProvider(null, name))
            .orElseGet(AwsProfileRegionProvider::new);
    try {
      Region found =
          new AwsRegionProviderChain(new SystemSettingsRegionProvider(), profile).getRegion();
      return Optional.ofNullable(found).orElse(DEFAULT);
    } catch (SdkException e) {
      return DEFAULT;
    } catch (IllegalArgumentException e) {
      throw CredentialFailure.ofFiles(e);
    }
  }

  /**
   * Lists the registries, that of the default region first; a region that cannot be asked is a
   * warning.
   *
   * @throws BerthException when none can be asked
   */
  public List<Discovered> registries() {
    try (clients) {
      if (config.hasUri()) {
        throw new BerthException(
            ErrorCode.INVALID, "discovering finds the URI: leave --uri out, or use --region");
      }
      if (!clients.hasCredentials()) {
        throw new BerthException(
            ErrorCode.CREDENTIALS, clients.noCredentials(), AwsFailure.NO_CREDENTIALS.remedy());
      }
      return ParallelListing.of(parts(), context::warn);
    }
  }

  private static List<Discovered> asked(String action, Supplier<List<Discovered>> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw AwsFailure.exception(action, e);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException e) {
      throw AwsFailure.unexpected(action, e);
    }
  }

  private Map<String, Callable<List<Discovered>>> parts() {
    Map<String, Callable<List<Discovered>>> parts = new LinkedHashMap<>();
    String action = "discovering the registry in " + home.id();
    parts.put(home.id(), () -> asked(action, this::ofHome));
    if (config.findRegion().isPresent() || config.endpointOverride().isPresent()) {
      return parts;
    }
    otherRegions().forEach(it -> parts.put(it.id(), () -> asked(DISCOVERING, () -> inRegion(it))));
    // The public registries are the caller's.
    if (partition(home).equals(partition(DEFAULT)) && config.registryId().isEmpty()) {
      parts.put("Amazon ECR Public", () -> asked(DISCOVERING, this::ofPublic));
    }
    return parts;
  }

  private List<Discovered> ofHome() {
    EcrClient ecr = clients.ecr(home);
    return List.of(registry(ecr, home, homeRepositories(ecr)));
  }

  private String homeRepositories(EcrClient ecr) {
    try {
      return words(repositories(ecr));
    } catch (SdkException e) {
      if (AwsFailure.of(e) == AwsFailure.DENIED) {
        return "its repositories are not shown to this login";
      }
      throw e;
    }
  }

  private DescribeRepositoriesResponse repositories(EcrClient ecr) {
    return ecr.describeRepositories(
        request -> {
          request.maxResults(MAX_PAGE);
          config.registryId().ifPresent(request::registryId);
        });
  }

  private static String words(DescribeRepositoriesResponse page) {
    int count = page.repositories().size();
    return page.nextToken() != null
        ? "more than %d repositories".formatted(count)
        : switch (count) {
          case 0 -> "no repository yet";
          case 1 -> "1 repository";
          default -> count + " repositories";
        };
  }

  /** The token names the caller's registry, whatever the partition. */
  private Discovered registry(EcrClient ecr, Region region, String repositories) {
    String endpoint = ecr.getAuthorizationToken().authorizationData().get(0).proxyEndpoint();
    String host = URI.create(endpoint).getAuthority();
    String account = config.registryId().orElse("$0");
    String uri = host.replaceFirst("^\\d{12}", account);
    return new Discovered(
        "ecr-" + region.id(),
        uri,
        "private registry in %s, %s".formatted(region.id(), repositories),
        // An emulator's host does not contain it.
        EcrHost.find(uri).isPresent() ? Map.of() : Map.of("region", region.id()));
  }

  private Stream<Region> otherRegions() {
    return EcrClient.serviceMetadata().regions().stream()
        .filter(region -> region.metadata() != null && !region.equals(home))
        .filter(region -> partition(region).equals(partition(home)));
  }

  private static String partition(Region region) {
    return region.metadata() == null ? region.id() : region.metadata().partition().id();
  }

  private List<Discovered> inRegion(Region region) {
    EcrClient ecr = clients.ecr(region);
    try {
      DescribeRepositoriesResponse page = repositories(ecr);
      return page.repositories().isEmpty()
          ? List.of()
          : List.of(registry(ecr, region, words(page)));
    } catch (SdkException e) {
      if (AwsFailure.of(e) == AwsFailure.INVALID) {
        throw new BerthException(
            ErrorCode.REFUSED, "not enabled for the account, or the login is not valid there", e);
      }
      throw e;
    }
  }

  /** Amazon ECR Public API Reference, "DescribeRegistries": each has one primary alias. */
  private List<Discovered> ofPublic() {
    return clients.ecrPublic().describeRegistriesPaginator(request -> {}).registries().stream()
        .flatMap(registry -> registry.aliases().stream())
        .filter(alias -> alias.status() == RegistryAliasStatus.ACTIVE)
        .filter(RegistryAlias::primaryRegistryAlias)
        .map(RegistryAlias::name)
        .map(
            alias ->
                new Discovered("ecr-public-" + alias, "public.ecr.aws/" + alias, "public registry"))
        .toList();
  }
}
