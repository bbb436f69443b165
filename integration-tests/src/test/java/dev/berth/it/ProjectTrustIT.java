package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Permissions;
import dev.berth.it.kit.Run;
import dev.berth.it.kit.UntouchedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that another user made: nothing of it runs, and no secret is sent, before consent. */
class ProjectTrustIT {
  private final Path folder;
  private final Path journal;
  private final Berth author;

  ProjectTrustIT(@TempDir Path folder) {
    this.folder = folder;
    this.journal = folder.resolve("journal");
    author = Berth.inProject(folder).with(Acme.JOURNAL, journal.toString());
  }

  private Path mateRoot() {
    return folder.resolve("copy");
  }

  /** The command of a team mate, in a copy of the project. */
  private Berth teamMate() throws IOException {
    Path copy = mateRoot();
    try (Stream<Path> files = Files.walk(author.root())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(author.root().relativize(file)));
      }
    }
    Files.deleteIfExists(journal);
    return author
        .at(copy)
        .with("HOME", folder.resolve("mate").toString())
        .without("XDG_CONFIG_HOME");
  }

  private void registerAcme(String uri) {
    Acme.classes().jar(author.root().resolve("flavors/acme.jar"));
    author.ok("container-registry", "flavor", "register", Acme.FLAVOR_CLASS);
    author.ok("cr", "register", "acme", "--flavor", "acme", "--uri", uri, "--team", "x");
  }

  /** A registry of the project that would send the user's secret to another host. */
  private void registerEvil(String uri, String... more) {
    Stream<String> options =
        Stream.of(
            "cr",
            "register",
            "evil",
            "--flavor",
            "default",
            "--uri",
            uri,
            "--authentication-secret",
            "canary");
    author.ok(Stream.concat(options, Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void theAuthorsOwnFlavorNeedsNoConsent() {
    registerAcme("acme.example");
    author.ok("cr", "describe", "acme").prints("acme.example");
  }

  @Test
  void aFlavorOfACheckoutRunsOnceItIsAllowed() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();
    Path jar = mateRoot().resolve("flavors/acme.jar");

    Run refused = mate.asProcess().fails(4, "cr", "describe", "acme");
    refused.says("you have not allowed its code to run", jar.toString(), "berth trust");
    mate.ok("cr", "flavor", "list").prints("you have not allowed");
    mate.fails(2, "trust").says(Acme.FLAVOR_CLASS, jar.toString(), "use --yes");
    assertFalse(Files.exists(journal), "code of the flavor ran");

    mate.ok("trust", "--yes");
    mate.ok("cr", "describe", "acme").prints("acme.example");
    mate.ok("trust").says("nothing to allow");
  }

  @Test
  void anotherJarIsAskedForAgain() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();
    mate.ok("trust", "--yes");
    Path jar = mateRoot().resolve("flavors/acme.jar");

    Files.delete(jar);
    Acme.classes().forJava(16).jar(jar);

    mate.fails(4, "cr", "describe", "acme").says("you have not allowed");
  }

  @Test
  void aJarNextToTheFlavorsIsNamedApartFromIt() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();
    Path flavor = mateRoot().resolve("flavors/acme.jar");
    Path fresh = mateRoot().resolve("flavors/fresh.jar");
    String effect = Acme.FLAVOR_CLASS + " with your rights, from " + flavor;
    mate.ok("trust", "--yes").says(effect + "\n");

    Classes.compile("package fresh; public class Fresh {}").jar(fresh);
    mate.ok("trust", "--yes").says(effect + ", with the new jar " + fresh + "\n");

    Classes.compile("package fresh; public class Other {}").jar(fresh);
    mate.ok("trust", "--yes").says(effect + ", with the changed jar " + fresh + "\n");
    mate.ok("trust").says("nothing to allow");
  }

  @Test
  void theVariableAllowsAllOfAProject() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();

    mate.with("BERTH_TRUST", "true").ok("cr", "describe", "acme");
    mate.with("BERTH_TRUST", "false").fails(4, "cr", "describe", "acme");
    mate.with("BERTH_TRUST", "yes").fails(2, "cr", "describe", "acme").says("BERTH_TRUST");
  }

  @Test
  void aStoreThatTheUserNamesNeedsNoConsent() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();

    mate.ok("cr", "describe", "acme", "--home", mateRoot().resolve(".berth").toString());
  }

  @Test
  void aSecretIsNotSentToTheHostOfACheckout() throws IOException {
    try (var port = new UntouchedPort()) {
      registerEvil(port.host());
      Berth mate = teamMate();

      Run refused = mate.fails(5, "cr", "check", "evil");

      refused.says("sends your secret 'canary' to " + port.host(), "berth trust");
      port.assertUntouched();
    }
  }

  @Test
  void aChangeOfWhatIsNotAllowedIsNoConsent() throws IOException {
    registerEvil("evil.example");
    Berth mate = teamMate();

    mate.ok("cr", "update", "evil", "--default-repository", "app");
    mate.fails(5, "cr", "check", "evil").says("you have not allowed that");
    mate.ok("trust", "--yes");
    mate.ok("cr", "update", "evil", "--default-repository", "web");
    mate.ok("trust").says("nothing to allow");
  }

  @Test
  void aCertificateThatChangedIsAskedForAgain() throws IOException {
    Path certificate = author.root().resolve("ca.pem");
    Files.writeString(certificate, "one");
    author.ok(
        "cr",
        "register",
        "own",
        "--flavor",
        "default",
        "--uri",
        "own.example",
        "--ca-certificate",
        "ca.pem");
    Berth mate = teamMate();
    mate.ok("trust", "--yes").says("own.example with caCertificate");
    mate.ok("trust").says("nothing to allow");

    Files.writeString(mateRoot().resolve("ca.pem"), "two");

    mate.fails(2, "trust").says("own.example with caCertificate");
  }

  @Test
  void aRegistryWithItsUriAloneIsUsedAtOnce() throws IOException {
    author.ok(
        "cr",
        "register",
        "plain",
        "--flavor",
        "default",
        "--uri",
        "plain.example/team",
        "--default-repository",
        "plain.example/team/app");
    teamMate().ok("trust").says("nothing to allow");
  }

  @Test
  void aJarThatTheManifestNamesIsAskedForToo() throws IOException {
    Path flavors = author.root().resolve("flavors/acme");
    Acme.classes().without("acme.sdk").jar(flavors.resolve("flavor.jar"), "lib/sdk.jar");
    Acme.classes().in("acme.sdk").jar(flavors.resolve("lib/sdk.jar"));
    author.ok("container-registry", "flavor", "register", Acme.FLAVOR_CLASS);
    Berth mate = teamMate();
    mate.ok("trust", "--yes").says("lib/sdk.jar");
    mate.ok("trust").says("nothing to allow");

    Path library = mateRoot().resolve("flavors/acme/lib/sdk.jar");
    Files.delete(library);
    Acme.classes().in("acme.sdk").forJava(16).jar(library);

    mate.fails(2, "trust").says("lib/sdk.jar");
  }

  @Test
  void anotherHostForACustomFlavorIsAskedFor() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();
    mate.ok("trust", "--yes");
    Path store = mateRoot().resolve(".berth/registries.json");

    Files.writeString(store, Files.readString(store).replace("acme.example", "evil.example"));

    mate.fails(5, "cr", "check", "acme").says("reaches evil.example");
  }

  @Test
  void aSecretIsNamedInAnySpelling() throws IOException {
    registerEvil("evil.example", "--token-service", "tokens.example");
    Path store = author.root().resolve(".berth/registries.json");
    Files.writeString(
        store,
        Files.readString(store)
            .replace("authenticationSecret", "authentication-SECRET")
            .replace("\"uri\"", "\"URI\""));
    Berth mate = teamMate();
    mate.fails(2, "trust")
        .says("sends your secret 'canary' to evil.example", "tokenService=tokens.example");
  }

  @Test
  void aSecretForARegistryOfSomebodyElseIsAskedFor() throws IOException {
    author.ok("cr", "register", "plain", "--flavor", "default", "--uri", "evil.example");
    Berth mate = teamMate();

    mate.ok("cr", "update", "plain", "--authentication-secret", "canary");

    mate.fails(5, "cr", "check", "plain").says("sends your secret 'canary' to evil.example");
  }

  @Test
  void consentCanBeTakenBack() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();
    mate.ok("trust", "--yes");
    mate.ok("cr", "describe", "acme");

    mate.ok("trust", "--revoke").says("nothing of " + mateRoot() + " is allowed any more");

    mate.fails(4, "cr", "describe", "acme").says("you have not allowed");
  }

  @Test
  void aDamagedListOfProjectsIsTold() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();
    mate.ok("trust", "--yes");
    Files.writeString(folder.resolve("mate/.config/berth/trusted.json"), "garbage");

    mate.fails(3, "trust").says("trusted.json is damaged");
    mate.fails(3, "cr", "describe", "acme").says("trusted.json is damaged");
  }

  @Test
  void aListOfProjectsThatOthersCanChangeIsNotUsed() throws IOException {
    registerAcme("acme.example");
    Berth mate = teamMate();
    mate.ok("trust", "--yes");
    Permissions.set(folder.resolve("mate/.config/berth/trusted.json"), "rw-rw-rw-");

    mate.fails(5, "cr", "describe", "acme").says("is not safe", "chmod 600");
  }

  @Test
  void anotherStoreThanAProjectsNeedsNoConsent() throws IOException {
    registerAcme("acme.example");
    String store = author.root().resolve(".berth").toString();
    teamMate().fails(2, "trust", "--home", store).says("needs no consent");
  }

  @Test
  void theRequestsAreData() throws IOException {
    registerAcme("acme.example");
    var json = teamMate().ok("trust", "--yes", "--output", "json").json();
    assertAll(
        () -> assertEquals("flavor", json.at("/allowed/0/kind").asText()),
        () -> assertEquals("acme", json.at("/allowed/0/name").asText()),
        () -> assertTrue(json.at("/allowed/0/effect").asText().contains(Acme.FLAVOR_CLASS)));
  }
}
