package dev.berth.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.reference.ImageReference;
import dev.berth.reference.Origin;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.ProxyServer;
import dev.berth.spi.PushPlan;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.SecretReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeRegistryContextTest {
  private static final ImageReference IMAGE = ImageReference.parse("registry.example/web/app:1");

  private static FakeRegistryContext.Builder registry() {
    return FakeRegistryContext.of(BaseContainerRegistryConfig.class)
        .property("uri", "registry.example");
  }

  private static BaseContainerRegistry checking(RegistryContext context, Check... checks) {
    return new BaseContainerRegistry(context) {
      @Override
      public List<Check> checks(Optional<ImageReference> image) {
        return List.of(checks);
      }
    };
  }

  @Test
  void aFailingCheckStopsThePushAndAllResultsAreRecorded() {
    FakeRegistryContext context = registry().build();
    var registry =
        checking(
            context,
            new Check("passes", () -> Check.Result.pass("it holds").then("created it", () -> true)),
            new Check("fails", () -> Check.Result.fail("it does not hold")));

    BerthException e = assertThrows(BerthException.class, () -> registry.pushImage(IMAGE));

    assertEquals(ErrorCode.PREREQUISITE, e.code());
    assertEquals(
        List.of("passes", "fails"), context.outcomes().stream().map(it -> it.check()).toList());
    assertEquals(List.of(), context.preparations());
    assertEquals(List.of(), context.pushed());
  }

  @Test
  void whatTheResultsWantDoneIsDoneBeforeThePush() {
    FakeRegistryContext context = registry().build();
    var registry =
        checking(
            context,
            new Check("one", () -> Check.Result.pass("").then("created it", () -> true)),
            new Check("two", () -> Check.Result.pass("").then("was there", () -> false)),
            new Check("rare", () -> Check.Result.fail("not asked for")).onDemand());

    ImageReference pushed = registry.pushImage(IMAGE);

    assertEquals(List.of("created it"), context.preparations());
    assertEquals(List.of(IMAGE), context.pushed());
    assertEquals(Optional.of(RecordingEngine.DIGEST), pushed.digest());
  }

  @Test
  void itHasWhatTheTestSets() {
    var credentials = Credentials.basic("user", "canary");
    var proxy = ProxyServer.parse("http://proxy.example:3128");
    var plan = new PushPlan(Optional.of(RecordingEngine.DIGEST), 42);
    FakeRegistryContext context =
        registry()
            .property("defaultRepository", "team")
            .variable("REGION", "eu")
            .variable("EMPTY", "")
            .secret("ci", "password", "canary")
            .credentials(credentials)
            .proxy(proxy)
            .plan(plan)
            .build();

    var config = context.config(BaseContainerRegistryConfig.class);
    assertEquals(Optional.of("team"), config.defaultRepository());
    assertEquals(Optional.of("eu"), context.variable("REGION"));
    assertEquals(Optional.empty(), context.variable("EMPTY"));
    assertEquals(credentials, context.credentials());
    assertEquals(Optional.of(proxy), context.proxy(Origin.parse("https://registry.example")));
    assertEquals(plan, context.plan(IMAGE));
    assertEquals("canary", context.secret(new SecretReference("ci", "password")));
    assertThrows(BerthException.class, () -> context.secret(new SecretReference("ci", "username")));
    context.warn("a warning");
    assertEquals(List.of("a warning"), context.warnings());
  }

  @Test
  void theConfigurationIsValidatedAndAMissingClientIsTold() {
    BerthException e =
        assertThrows(BerthException.class, registry().property("uri", "not a uri")::build);

    assertEquals(ErrorCode.INVALID, e.code());
    Throwable missing = assertThrows(IllegalStateException.class, () -> registry().build().http());
    assertTrue(String.valueOf(missing.getMessage()).contains("Builder.http"));
  }
}
