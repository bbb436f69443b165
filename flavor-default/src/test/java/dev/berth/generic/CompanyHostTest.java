package dev.berth.generic;

import static dev.berth.testing.server.FakeServer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.Check;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.server.ConnectProxy;
import dev.berth.testing.server.FakeServer;
import dev.berth.testing.server.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registries on the hosts of a company, with certificates of its own authority. */
class CompanyHostTest {
  private static final String HOST = "registry.example";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "harbor; acme/app; /api/v2.0/projects/acme; {\"name\":\"acme\",\"registry_id\":0}",
        "artifactory; docker/app; /artifactory/api/repositories/docker; {\"rclass\":\"local\"}",
        "quay; acme/app; /api/v1/repository/acme/app; {\"state\":\"NORMAL\"}"
      })
  void theWebApiIsTrustedByTheRegistrysCertificates(
      String flavor, String image, String path, String body)
      throws IOException, GeneralSecurityException {
    try (var server = new FakeServer(TlsFiles.serverContext(TlsFiles.once()));
        var proxy = new ConnectProxy(server.host());
        var kit = new FlavorKit(folder)) {
      server.otherwise(LocalService::registry).on(path, answer(200, body));
      proxy.knowing(HOST);
      kit.environment("BERTH_SECRET_CI_USERNAME", "ci", "BERTH_SECRET_CI_PASSWORD", "canary");
      kit.target(HOST + "/" + image + ":1");
      Map<String, String> properties =
          Map.of(
              "uri", HOST + "/" + image.substring(0, image.indexOf('/')),
              "proxy", "http://" + proxy.host(),
              "authenticationSecret", "ci");
      kit.register(flavor, properties);
      assertEquals(Check.Status.FAIL, kit.check().status(), "not a certificate of Java's");

      var trusted = new java.util.HashMap<String, String>(properties);
      trusted.put("caCertificate", TlsFiles.once().resolve("ca.pem").toString());
      kit.register(flavor, trusted);

      assertTrue(kit.expect(Check.Status.PASS, "repository", "").message().length() > 0);
      kit.push();
      assertEquals(1, kit.engine().logins().size());
    }
  }

  @Test
  void theWebApiIsAskedOverTlsOnly() {
    try (var server = new FakeServer();
        var kit = new FlavorKit(folder)) {
      var invalid =
          kit.invalid(
              "harbor",
              "uri",
              "registry.example/acme",
              "endpointOverride",
              "http://registry.example");
      assertTrue(
          (invalid.getMessage() + invalid.hints()).contains("must use HTTPS"), invalid::getMessage);
      assertEquals(List.of(), server.requests());
    }
  }
}
