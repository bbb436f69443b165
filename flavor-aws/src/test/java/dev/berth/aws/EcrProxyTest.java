package dev.berth.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import dev.berth.testing.server.ConnectProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of ECR, which only a proxy reaches. */
class EcrProxyTest {
  private static final String LOGIN = "proxy-user:canary-proxy-password";

  private final FakeAws aws = new FakeAws();
  private final ConnectProxy proxy = new ConnectProxy(aws.host()).requiring(LOGIN);
  private final FlavorKit kit;

  EcrProxyTest(@TempDir Path folder) {
    kit = new FlavorKit(folder);
  }

  @BeforeEach
  void logIn() {
    AwsCredentials.set("AKIDCANARY", "canary-secret-key");
  }

  @AfterEach
  void close() {
    AwsCredentials.clear();
    kit.close();
    proxy.close();
    aws.close();
  }

  @Test
  void isReachedThroughTheProxyWithItsLogin() {
    aws.with("team/app", "");
    // Other services are not emulated.
    proxy.knowing("ecr.test");
    kit.register(
        "aws",
        Map.of(
            "uri",
            aws.host(),
            "endpointOverride",
            "http://ecr.test:4566",
            "insecure",
            "true",
            "region",
            "eu-central-1",
            "proxy",
            "http://%s@%s".formatted(LOGIN, proxy.host())));
    kit.target(aws.host() + "/team/app:1").push();

    assertEquals(Optional.of(FakeAws.PASSWORD), kit.engine().logins().get(0).password());
    assertTrue(
        proxy.heads().get(0).startsWith("POST http://ecr.test:4566/"), proxy.heads()::toString);
  }

  /** Registers a registry whose API is Amazon's own. */
  private FlavorKit amazons(String proxyUrl) {
    String host = FakeAws.ACCOUNT + ".dkr.ecr.eu-central-1.amazonaws.com";
    kit.register("aws", Map.of("uri", host, "region", "eu-central-1", "proxy", proxyUrl));
    return kit.target(host + "/team/app:1");
  }

  @Test
  void aTunnelIsOpenedWithTheLogin() {
    proxy.refuse("403 Forbidden");
    BerthException failure =
        amazons("http://%s@%s".formatted(LOGIN, proxy.host())).refused(ErrorCode.PREREQUISITE);

    assertTrue(
        failure.getMessage().contains("does not connect to the server: 403"), failure::getMessage);
    assertTrue(
        proxy.heads().stream()
            .filter(head -> head.contains("Proxy-authorization: Basic "))
            .anyMatch(head -> head.startsWith("CONNECT api.ecr.eu-central-1.amazonaws.com:443 ")),
        proxy.heads()::toString);
  }

  @Test
  void aLoginThatTheProxyRefusesIsSentOnce() {
    BerthException failure =
        amazons("http://proxy-user:canary-wrong@" + proxy.host()).refused(ErrorCode.PREREQUISITE);

    assertTrue(failure.getMessage().contains("the proxy requires a login"), failure::getMessage);
    List<String> sent =
        proxy.heads().stream().filter(head -> head.contains("Proxy-authorization")).toList();
    assertTrue(sent.size() <= 2, "once for each check at most: " + sent.size());
  }

  @Test
  void aProxyThatIsSpokenToOverTlsIsRefused() {
    BerthException failure = amazons("https://" + proxy.host()).refused(ErrorCode.INVALID);
    assertTrue(failure.getMessage().contains("cannot speak TLS"), failure::getMessage);
    assertEquals(List.of(), proxy.heads());
  }
}
