package dev.berth.azure.acr;

import com.azure.core.http.HttpPipeline;
import dev.berth.azure.AzureRegistryConfig;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.CheckResult;
import dev.berth.spi.Credentials;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.RegistryProbe;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A registry of Azure Container Registry. */
public final class AcrRegistry extends BaseContainerRegistry {
  private final AzureRegistryConfig config;
  private final String host;
  private final URI endpoint;
  private final Remedies remedies;
  private final HttpPipeline http;
  private final AcrTokens tokens;
  private final AcrLogin login;

  /** Opens the registry; nothing is sent yet. */
  public AcrRegistry(RegistryContext context) {
    super(context);
    this.config = context.config(AzureRegistryConfig.class);
    this.host = config.uri().host();
    this.endpoint = config.endpointOverride().orElseGet(() -> URI.create("https://" + host));
    this.remedies = Remedies.of(config);
    var environment = new AzureEnvironment(context, config);
    var azure = new AzureHttp(config.caCertificate(), environment.configuration());
    this.http = azure.registry();
    this.tokens = new AcrTokens(endpoint, host, http, remedies);
    var chain = new EntraChain(environment, azure.entra(), Cloud.of(host).scope());
    this.login = new AcrLogin(chain, tokens, remedies, environment);
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    RegistryProbe probe = context().probe(this::credentials);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("network", this::answers));
    checks.add(new Check("login", () -> afterNetwork(() -> loggedIn(probe))));
    image.ifPresent(it -> checks.addAll(checksOf(it, probe)));
    return checks;
  }

  private List<Check> checksOf(ImageReference image, RegistryProbe probe) {
    var metadata = new Metadata(image.repository(), endpoint, http, tokens, this::credentials);
    var locks = new Locks(image, metadata, remedies, context().plan(image).digest());
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("push-right", () -> withLogin(() -> granted(image, probe))));
    checks.add(new Check("repository", () -> withLogin(locks::repository)));
    image
        .tag()
        .ifPresent(tag -> checks.add(new Check("tag", () -> withLogin(() -> locks.tag(tag)))));
    return checks;
  }

  private CheckResult answers() {
    return CheckResult.pass(tokens.service() + " answers and lets us in");
  }

  private CheckResult loggedIn(RegistryProbe probe) {
    credentials();
    CheckResult result = probe.login();
    return result.isFailure()
        ? new CheckResult(
            result.status(),
            host + " refuses an access token: " + result.message(),
            result.remedy())
        : result;
  }

  private CheckResult granted(ImageReference image, RegistryProbe probe) {
    CheckResult result = probe.granted(image);
    if (!result.isFailure()) {
      return result;
    }
    Credentials used = credentials();
    return result.withRemedy(
        config.authenticationSecret().isPresent()
            ? remedies.letTokenPush(used.username().orElse("TOKEN"))
            : remedies.letPush(login.principal()));
  }

  /** One that does not answer fails one check, not all. */
  private CheckResult afterNetwork(Supplier<CheckResult> look) {
    try {
      tokens.service();
    } catch (BerthException e) {
      return CheckResult.unknown("not looked at: see 'network'");
    }
    return look.get();
  }

  private CheckResult withLogin(Supplier<CheckResult> look) {
    return afterNetwork(() -> afterLogin(look));
  }

  @Override
  protected Login login() {
    return login.get();
  }

  @Override
  protected Optional<String> wayToLogIn() {
    return Optional.of("az login");
  }
}
