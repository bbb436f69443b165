package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Certificates;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Proxy;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.RegistrySettings;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which registries the direct engine trusts, and what it shows them. */
class DirectTlsIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Certificates certificates;
  private static Layout image;
  private static Registry server;
  private static Registry wantsClients;

  private final Path folder;
  private final Berth berth;

  DirectTlsIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
  }

  @BeforeAll
  static void startRegistries(@TempDir Path folder) {
    image = Layout.random(folder.resolve("image"), 1, 1000);
    certificates = Certificates.in(folder).issue("server").issue("client");
    var tls = RegistrySettings.tls(certificates, "server");
    server = engine.startRegistry(tls);
    wantsClients =
        engine.startRegistry(
            RegistrySettings.tls(certificates, "server").wantingClientsOf(certificates));
  }

  private Berth registered(String host, String... properties) {
    var line = new ArrayList<>(List.of("cr", "register", "r", "--flavor", "default"));
    line.addAll(List.of("--uri", host));
    line.addAll(List.of(properties));
    berth.ok(line.toArray(String[]::new));
    return berth;
  }

  private static String[] push(String host) {
    return new String[] {"push", host + "/app:1", "--from", image.location()};
  }

  private static String pushed(String host) {
    return host + "/app@" + image.descriptor().path("digest").asText();
  }

  private static String trusted() {
    return "--ca-certificate=" + certificates.certificate("ca");
  }

  @Test
  void anUnknownAuthorityIsTrustedWhereItIsRegistered() {
    registered(server.host()).fails(9, push(server.host())).says(server.host(), "certificate");

    berth.ok("cr", "update", "r", trusted());

    assertEquals(pushed(server.host()), berth.ok(push(server.host())).line());
  }

  @Test
  void anAuthorityIsNamedRelativeToTheCurrentFolder() {
    Path authority = certificates.certificate("ca");
    registered(server.host());

    String relative = berth.root().toAbsolutePath().relativize(authority).toString();
    berth.ok("cr", "update", "r", "--ca-certificate", relative);

    assertEquals(pushed(server.host()), berth.ok(push(server.host())).line());
  }

  @Test
  void aFileOfTheProjectThatLeadsOutOfItIsRefused() throws IOException {
    Path link = berth.root().resolve("ca.pem");
    Files.createSymbolicLink(link, certificates.certificate("ca"));
    registered(server.host(), "--ca-certificate=ca.pem")
        .fails(2, push(server.host()))
        .says("is a link out of the source root");
  }

  @Test
  void anotherAuthorityIsNotTrusted() {
    registered(server.host(), "--ca-certificate=" + certificates.certificate("client"))
        .fails(9, push(server.host()))
        .says(server.host(), "certificate");
  }

  @Test
  void aRegistryIsShownTheClientsCertificateThatItWants() {
    String host = wantsClients.host();
    registered(host, trusted()).fails(9, push(host)).says(host);

    berth.ok(
        "cr",
        "update",
        "r",
        "--client-certificate=" + certificates.certificate("client"),
        "--client-key=" + certificates.keyFile("client"));

    assertEquals(pushed(host), berth.ok(push(host)).line());
  }

  @Test
  void filesThatAreNoCertificatesAreToldByTheirNames() throws IOException {
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no certificate");
    Path absent = folder.resolve("absent.pem");
    registered(server.host(), "--ca-certificate=" + garbage)
        .fails(2, push(server.host()))
        .says(garbage.toString());

    berth.ok("cr", "update", "r", "--ca-certificate=" + absent);
    berth.fails(2, push(server.host())).says(absent.toString());

    berth.ok("cr", "update", "r", trusted(), "--client-key=" + certificates.keyFile("client"));
    berth.fails(2, push(server.host())).says("clientCertificate");
  }

  /** An address at which others would reach this machine. */
  private static InetAddress address() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void plainHttpIsSpokenOnlyToTheRegistryThatIsRegisteredSo() throws IOException {
    Registry plain = engine.sharedRegistry();
    try (var insecure = Proxy.from(address(), plain.host());
        var other = Proxy.from(address(), plain.host())) {
      berth.registered("other", other.host());

      String line = registered(insecure.host(), "--insecure").ok(push(insecure.host())).line();

      assertEquals(pushed(insecure.host()), line);
      berth.fails(9, push(other.host())).says(other.host());
    }
  }
}
