package dev.berth.azure.acr;

import com.azure.core.http.HttpPipeline;
import dev.berth.azure.AzureRegistryConfig;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.Credentials;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.SdkProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A registry of Azure Container Registry. */
public final class AcrRegistry extends BaseContainerRegistry {
  private final AzureRegistryConfig config;
  private final URI endpoint;
  private final Remedies remedies;
  private final HttpPipeline http;
  private final AcrTokens tokens;
  private final AcrLogin login;

  /** Opens the registry; nothing is sent yet. */
  public AcrRegistry(RegistryContext context) {
    super(context);
    this.config = context.config(AzureRegistryConfig.class);
    String host = config.uri().host();
    this.endpoint = config.endpointOverride().orElseGet(() -> URI.create("https://" + host));
    this.remedies = Remedies.of(config);
    var environment = new AzureEnvironment(context, config);
    var azure =
        new AzureHttp(
            config, environment.configuration(), new SdkProxy("Azure's SDK", context::proxy));
    this.http = azure.registry(endpoint);
    this.tokens = new AcrTokens(endpoint, host, http, remedies);
    URI authority = environment.authorityUri();
    var answers =
        new LoginAnswers(String.valueOf(authority.getAuthority()), environment.metadataServices());
    var chain = new EntraChain(environment, azure.entra(authority, answers), answers, Cloud.SCOPE);
    this.login = new AcrLogin(chain, tokens, remedies, environment);
  }

  @Override
  public Login login() {
    return login.login();
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("registry", this::registry));
    image.ifPresent(it -> checks.addAll(imageChecks(it)));
    return checks;
  }

  private List<Check> imageChecks(ImageReference image) {
    var metadata = new Metadata(image.repository(), endpoint, http, tokens, context()::credentials);
    var locks = new Locks(image, metadata, remedies, context().plan(image).digest());
    List<Check> checks = new ArrayList<>();
    checks.add(check("permission", () -> permission(image)));
    checks.add(check("repository", locks::repository));
    image.tag().ifPresent(tag -> checks.add(check("tag", () -> locks.tag(tag))));
    return checks;
  }

  private Result registry() {
    return Result.pass(tokens.service() + " responds and grants access from here");
  }

  /** A registry that does not respond fails one check and not all. */
  private Check check(String name, Supplier<Result> run) {
    return new Check(
            name,
            () -> {
              try {
                tokens.service();
              } catch (BerthException e) {
                return Result.unknown("not checked: see 'registry'");
              }
              return run.get();
            })
        .afterLogin();
  }

  private Result permission(ImageReference image) {
    Result result = context().probe().granted(image);
    if (!result.isFailure()) {
      return result;
    }
    Credentials used = context().credentials();
    return result.withRemedy(
        config.authenticationSecret().isPresent()
            ? remedies.letTokenPush(used.username().orElse("TOKEN"))
            : remedies.letPush(login.principal()));
  }
}
