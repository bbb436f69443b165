package dev.berth.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.flavor.FlavorInfo;
import dev.berth.flavor.FlavorJar;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sound flavor keeps the contract, and each broken one is failed with the right reason. */
class FlavorContractTest {
  private static final String PASS = "return Check.Result.pass(\"the path is fine\");";
  private static final String CLIENT =
      "package lib; public final class Client { public static final String NAME = \"x\".trim(); }";

  private static final String EXISTS =
      "throw new BerthException(ErrorCode.PREREQUISITE, \"the shelf exists\");";

  /** Stays reachable until the JVM ends, so that no garbage collection closes it. */
  private static final String KEEP =
      """
          Runtime.getRuntime().addShutdownHook(new Thread(opened::hashCode));
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      """;

  private static final String FILE =
      """
        try {
          var opened = new java.io.FileOutputStream(context.variable("HOME").get() + "/shelf");
      """
          + KEEP;
  private static final String SOCKET =
      """
        try {
          String host = context.config(ShopConfig.class).uri().host();
          int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
          var opened = new java.net.Socket("localhost", port);
      """
          + KEEP;

  @TempDir private Path folder;

  private List<Verdict> verify(FlavorSource source, String library, Map<String, String> given) {
    Path jar = source.jar(folder, library);
    return FlavorContract.verify(
            new Subject("shop.ShopFlavor", jar, List.of(), given, Subject.REPOSITORY))
        .verdicts();
  }

  private static List<Verdict> broken(List<Verdict> verdicts) {
    return verdicts.stream().filter(verdict -> !verdict.isKept()).toList();
  }

  @Test
  void aSoundFlavorKeepsEveryRule() {
    List<Verdict> verdicts = verify(new FlavorSource(), "", Map.of("team", "web"));
    assertEquals(List.of(), broken(verdicts));
    assertEquals(Rule.values().length, verdicts.size());
  }

  @Test
  void whatAPushCreatesOnceKeepsEveryRule() {
    var source = new FlavorSource().replacing(PASS, creating("return calls++ == 0;"));
    assertEquals(List.of(), broken(verify(source, "", Map.of())));
  }

  @Test
  void theClassesAreVerifiedWithoutTheImplementation() {
    var source =
        new FlavorSource()
            .adding("constructor", "lib.Client.NAME.trim();")
            .replacing("@JsonPropertyDescription(\"the team\")", "");
    Path jar = source.jar(folder, CLIENT);
    ContractReport report =
        FlavorContract.verifyClasses(
            new Subject("shop.ShopFlavor", jar, List.of(), Map.of(), Subject.REPOSITORY));
    assertEquals(
        List.of("service-file", "loads-alone", "properties", "descriptions", "constraints"),
        report.verdicts().stream().map(Verdict::rule).toList());
    assertEquals(List.of("descriptions"), report.broken().stream().map(Verdict::rule).toList());
    assertEquals("string", report.properties().get("team"));
  }

  @Test
  void theNameOfAFlavorOfBerthIsTaken() {
    var subject =
        new Subject(
            "shop.ShopFlavor",
            new FlavorSource().jar(folder, ""),
            List.of(),
            Map.of(),
            Subject.REPOSITORY);
    List<Verdict> broken = FlavorContract.verify(subject, List.of(shipped("berth.Shop"))).broken();
    assertEquals(List.of("registers"), broken.stream().map(Verdict::rule).toList());
    assertTrue(
        broken.get(0).problems().get(0).startsWith("flavor 'shop' already exists"),
        broken::toString);

    List<FlavorInfo> itself = List.of(shipped("shop.ShopFlavor"));
    assertEquals(List.of(), FlavorContract.verify(subject, itself).broken());
  }

  private static FlavorInfo shipped(String flavorClass) {
    return new FlavorInfo("shop", false, flavorClass, Optional.empty());
  }

  static Stream<Arguments> brokenFlavors() {
    return Stream.of(
        broken("service-file", "lists no flavor", it -> it.unlisted()),
        broken(
            "loads-alone",
            "lib.Client",
            it -> it.adding("flavor", "static final String NAME = lib.Client.NAME;")),
        broken(
            "loads-alone",
            "lib.Client",
            it -> it.adding("config", "static final String NAME = lib.Client.NAME;")),
        broken("loads-alone", "its name 'Shop'", it -> it.replacing("\"shop\"", "\"Shop\"")),
        broken("loads-alone", "", it -> it.adding("flavor", "private ShopFlavor() {}")),
        broken(
            "loads-alone",
            "no luck",
            it ->
                it.adding(
                    "config",
                    "public ShopConfig() { throw new IllegalStateException(\"no luck\"); }")),
        broken(
            "properties",
            "'zone' is final",
            it -> property(it, "private final String zone;", true)),
        broken(
            "properties",
            "'zone' has the type java.util.List<java.util.Optional<",
            it -> property(it, "private java.util.List<java.util.Optional<String>> zone;", false)),
        broken(
            "properties",
            "'zone' has the type java.util.Date",
            it -> property(it, "private java.util.Date zone;", false)),
        broken(
            "properties",
            "'zone' has the type shop.ShopConfig$Zone",
            it ->
                property(
                    it, "private Zone zone; static class Zone { Zone(String name) {} }", false)),
        broken(
            "properties",
            "'zones' has the type java.util.List<java.lang.Object>",
            it -> property(it, "private java.util.List<Object> zones;", false)),
        broken(
            "properties",
            "the name 'team' is that of the property 'team' too",
            it ->
                property(
                    it,
                    "@com.fasterxml.jackson.annotation.JsonAlias(\"team\") private String zone;",
                    false)),
        broken(
            "properties",
            "the name 'output' is that of an option",
            it -> property(it, "private String output;", false)),
        broken(
            "properties",
            "the name 'te_am' is that of the property 'team' too",
            it -> property(it, "private String te_am;", false)),
        broken(
            "properties",
            "a field 'mail' with the type java.util.Optional<java.lang.String>",
            it ->
                property(
                    it,
                    "private Owner owner; record Owner(java.util.Optional<String> mail) {}",
                    false)),
        broken(
            "properties",
            "'zones' has the type java.util.List<java.time.Duration>",
            it -> property(it, "private java.util.List<java.time.Duration> zones;", false)),
        broken(
            "descriptions",
            "property 'zone' has no @JsonPropertyDescription",
            it -> it.adding("config", "private String zone;")),
        broken(
            "constraints",
            "zoned() has a constraint and is no getter",
            it -> it.adding("config", "@AssertTrue boolean zoned() { return false; }")),
        broken(
            "registers",
            "name the properties that it needs",
            it -> property(it, "@NotNull private String zone;", false)),
        broken(
            "checks",
            "the flavor's check 'path' failed",
            it -> it.replacing(PASS, "throw new IllegalStateException(\"oops\");")),
        broken("checks", "it returned nothing", it -> it.replacing(PASS, "return null;")),
        broken(
            "checks",
            "several checks with the same name",
            it ->
                it.replacing(
                    "List.of(new Check(\"path\", () -> path()))",
                    "List.of(new Check(\"path\", () -> path()), new Check(\"path\", () -> path()))")),
        broken(
            "checks",
            "login() returned null",
            it -> it.adding("registry", "@Override public Login login() { return null; }")),
        broken(
            "checks",
            "createRegistry() returned null",
            it -> it.replacing("return new ShopRegistry(context);", "return null;")),
        broken("check-names", "check 'weather'", it -> it.replacing("\"path\"", "\"weather\"")),
        broken(
            "remedies",
            "check 'path' fails without a remedy",
            it -> it.replacing(PASS, "return Check.Result.fail(\"no\");")),
        broken("change-nothing", "the registry had []", it -> it.replacing(PASS, upload() + PASS)),
        broken(
            "repeatable",
            "the second run",
            it ->
                it.replacing(
                    PASS,
                    "return calls++ % 2 == 0 ? Check.Result.pass(\"a\") : Check.Result.warn(\"b\");")),
        broken(
            "push",
            "oops",
            it ->
                it.adding(
                    "registry",
                    "@Override public void prepareImagePush(ImageReference image) { throw new"
                        + " IllegalStateException(\"oops\"); }")),
        broken(
            "created-once",
            "check 'path': a second push 'created the shelf' again",
            it -> it.replacing(PASS, creating("return true;"))),
        broken(
            "created-once",
            "a second push fails: the shelf exists",
            it -> it.replacing(PASS, creating("if (calls++ == 0) { return true; }" + EXISTS))),
        broken("closed", "the file ~/shelf is open", it -> it.adding("constructor", FILE)),
        broken(
            "closed",
            "connections to the registry that are open: ",
            it -> it.adding("constructor", SOCKET)),
        broken(
            "secrets",
            "a secret is in: path: ",
            it ->
                it.replacing(
                    PASS, "return Check.Result.pass(\"\" + context().credentials().password());")),
        broken(
            "leftovers",
            "the thread 'shop-left' still runs",
            it -> it.adding("constructor", thread())));
  }

  private interface Breaking {
    FlavorSource apply(FlavorSource source);
  }

  private static Arguments broken(String rule, String words, Breaking breaking) {
    return Arguments.of(rule, words, breaking);
  }

  private static FlavorSource property(FlavorSource source, String field, boolean withValue) {
    String declared = withValue ? field.replace(";", " = \"eu\";") : field;
    return source.adding("config", "@JsonPropertyDescription(\"the zone\") " + declared);
  }

  /** The empty blob, in one request (distribution specification 1.1, "Single POST"). */
  private static String upload() {
    return """
        try {
          var url = new java.net.URL("http://" + context().config(ShopConfig.class).uri()
              + "/v2/other/blobs/uploads/?digest=sha256:"
              + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
          var connection = (java.net.HttpURLConnection) url.openConnection();
          connection.setRequestMethod("POST");
          connection.setRequestProperty("Connection", "close");
          connection.setDoOutput(true);
          connection.getOutputStream().close();
          connection.getResponseCode();
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
        """;
  }

  private static String creating(String action) {
    return "return Check.Result.pass(\"no shelf\").then(\"created the shelf\", () -> {"
        + action
        + "});";
  }

  private static String thread() {
    return """
        new Thread(() -> {
          try { new java.util.concurrent.CountDownLatch(1).await(4, java.util.concurrent.TimeUnit.SECONDS); }
          catch (InterruptedException e) { return; }
        }, "shop-left").start();
        """;
  }

  @ParameterizedTest
  @MethodSource("brokenFlavors")
  void aBrokenFlavorIsFailedWithItsReason(String rule, String words, Breaking breaking) {
    List<Verdict> broken = broken(verify(breaking.apply(new FlavorSource()), CLIENT, Map.of()));
    Verdict verdict =
        broken.stream()
            .filter(it -> it.rule().equals(rule))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not broken: " + rule + ", but: " + broken));
    assertTrue(verdict.problems().toString().contains(words), verdict::toString);
  }

  @Test
  void whatIsNoJarIsTold() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jar"), "text");
    BerthException e = assertThrows(BerthException.class, () -> FlavorJar.flavorClasses(text));
    assertEquals(ErrorCode.FLAVOR, e.code());
    assertTrue(e.getMessage().contains("cannot be read as a jar"), e::getMessage);
  }
}
