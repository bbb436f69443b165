package dev.berth.generic;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.DiscoveredRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After Harbor's API, version 2.0 (api/v2.0/swagger.yaml), {@code listProjects}. */
class HarborDiscoveryTest {
  private static final String PROJECTS = "/api/v2.0/projects";

  @TempDir private Path folder;
  private LocalService harbor;

  @BeforeEach
  void open() {
    harbor = new LocalService(folder);
    harbor.kit.environment(
        "BERTH_SECRET_ROBOT_USERNAME",
        "robot$ci",
        "BERTH_SECRET_ROBOT_PASSWORD",
        LocalService.TOKEN);
  }

  @AfterEach
  void close() {
    harbor.close();
  }

  private static String project(String name, String more) {
    return "{\"name\":\"%s\",\"repo_count\":2,\"metadata\":{\"public\":\"false\"}%s}"
        .formatted(name, more);
  }

  private List<DiscoveredRegistry> discover() {
    return harbor.kit.discover(
        "harbor", Map.of("uri", harbor.server.host(), "authenticationSecret", "robot"));
  }

  private List<String> names() {
    return discover().stream().map(DiscoveredRegistry::name).toList();
  }

  @Test
  void findsTheProjectsThatTakePushes() {
    harbor.server.on(
        PROJECTS,
        answer(
            200,
            "["
                + project("shop", ",\"registry_id\":0")
                + ","
                + project("hub-cache", ",\"registry_id\":3")
                + "]"));
    DiscoveredRegistry found = discover().get(0);
    assertEquals(List.of("shop"), names());
    assertEquals(harbor.server.host() + "/shop", found.uri());
    assertEquals("private project, 2 repositories", found.description());
    assertEquals(
        Map.of("uri", found.uri(), "authenticationSecret", "robot"), found.configuration());
    harbor.kit.registries().register(found.name(), "harbor", found.configuration());
  }

  @Test
  void readsAllPages() {
    String full =
        IntStream.range(0, 100)
            .mapToObj(i -> project("p" + i, ""))
            .collect(Collectors.joining(",", "[", "]"));
    harbor.server.on(
        PROJECTS,
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery().endsWith("page=1");
          answer(200, first ? full : "[" + project("last", "") + "]").handle(exchange);
        });
    List<String> names = names();
    assertEquals(101, names.size());
    assertEquals("last", names.get(100));
  }

  @Test
  void readsToTheTotalWhenPagesAreShorterAndSkipsWhatComesTwice() {
    harbor.server.on(
        PROJECTS,
        exchange -> {
          String page = exchange.getRequestURI().getQuery().replaceFirst(".*page=", "");
          String body =
              page.equals("1") ? project("a", "") : project("a", "") + "," + project("b", "");
          answer(200, "[" + body + "]", "X-Total-Count", "3").handle(exchange);
        });
    assertEquals(List.of("a", "b"), names());
  }

  @Test
  void leavesOutProjectsThatTheLoginMayNotPushTo() {
    harbor.server.on(
        PROJECTS,
        answer(
            200,
            "["
                + project("mine", ",\"current_user_role_ids\":[2]")
                + ","
                + project("guest", ",\"current_user_role_ids\":[3]")
                + ","
                + project("library", ",\"current_user_role_ids\":[]")
                + "]"));
    assertEquals(List.of("mine"), names());
  }

  @Test
  void anUnusualNameIsAWarningAndADescriptionIsBounded() {
    harbor.server.on(
        PROJECTS,
        answer(
            200,
            "["
                + project("a;touch b", "")
                + ","
                + project("Team__X", "")
                + ","
                + project("z", "").replace(":2,", ":\"" + "9".repeat(500) + "\",")
                + "]"));
    List<DiscoveredRegistry> found = discover();
    assertEquals("private project, 0 repositories", found.get(found.size() - 1).description());
    assertTrue(
        harbor.kit.listener().warnings().get(0).startsWith("not listed: "),
        harbor.kit.listener()::toString);
  }

  @Test
  void saysThatWithoutALoginOnlyPublicProjectsAreListed() {
    harbor.server.on(PROJECTS, answer(200, "[]"));
    assertEquals(List.of(), harbor.kit.discover("harbor", Map.of("uri", harbor.server.host())));
    assertTrue(
        harbor.kit.listener().warnings().get(0).contains("only public projects"),
        harbor.kit.listener()::toString);
  }

  @ParameterizedTest
  @CsvSource({"401,CREDENTIALS", "403,CREDENTIALS", "503,TRANSIENT", "404,REFUSED"})
  void aHarborThatDoesNotListIsAFailure(int status, ErrorCode code) {
    harbor.server.on(
        PROJECTS, answer(status, "{\"errors\":[{\"code\":\"X\",\"message\":\"said so\"}]}"));
    assertEquals(code, failure(code).code());
  }

  @Test
  void aListOfOtherThingsIsNotHarbors() {
    harbor.server.on(PROJECTS, answer(200, "[\"a\",3]"));
    failure(ErrorCode.REFUSED);
  }

  @Test
  void anotherServiceIsNotTakenForHarbor() {
    harbor.server.on(PROJECTS, answer(200, "{\"projects\":[]}"));
    assertTrue(failure(ErrorCode.REFUSED).getMessage().contains("is not Harbor's"));
  }

  @Test
  void aMissingHostAndAMissingSecretAreToldFirst() {
    BerthException e =
        assertThrows(BerthException.class, () -> harbor.kit.discover("harbor", Map.of()));
    assertEquals(ErrorCode.INVALID, e.code());
    assertTrue(e.getMessage().contains("--uri HOST"), e::getMessage);
    BerthException path =
        assertThrows(
            BerthException.class,
            () -> harbor.kit.discover("harbor", Map.of("uri", harbor.image("team"))));
    assertEquals(ErrorCode.INVALID, path.code());
    harbor.kit.withoutEnvironment("BERTH_SECRET_ROBOT_PASSWORD");
    failure(ErrorCode.CREDENTIALS);
    assertEquals(List.of(), harbor.server.requests());
  }

  @Test
  void aFlavorWithoutDiscoverySaysSo() {
    BerthException e =
        assertThrows(BerthException.class, () -> harbor.kit.discover("gitlab", Map.of()));
    assertEquals(ErrorCode.INVALID, e.code());
    assertTrue(e.getMessage().contains("flavor 'gitlab' cannot discover"), e::getMessage);
  }

  private BerthException failure(ErrorCode code) {
    BerthException e = assertThrows(BerthException.class, this::discover);
    assertEquals(code, e.code(), e::getMessage);
    return e;
  }
}
