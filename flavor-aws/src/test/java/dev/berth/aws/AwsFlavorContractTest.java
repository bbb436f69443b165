package dev.berth.aws;

import dev.berth.testing.ContainerRegistryFlavorContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AwsFlavorContractTest extends ContainerRegistryFlavorContract {
  private static final FakeAws aws = new FakeAws().with("contract/app", "");

  AwsFlavorContractTest() {
    super(
        AwsFlavor.class,
        Map.of("uri", aws.host(), "endpointOverride", aws.endpoint(), "region", "eu-central-1"));
  }

  @BeforeAll
  static void logIn() {
    AwsCredentials.set("AKIDCANARY", "canary-secret-key");
  }

  @AfterAll
  static void close() {
    AwsCredentials.clear();
    aws.close();
  }
}
