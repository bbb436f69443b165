package dev.berth.aws;

import java.nio.file.Path;
import java.util.List;

/** What the SDK finds to log in with, whatever the machine has: by the JVM's system properties. */
final class AwsCredentials {
  private static final List<String> PROPERTIES =
      List.of(
          "aws.accessKeyId",
          "aws.secretAccessKey",
          "aws.disableEc2Metadata",
          "aws.ec2MetadataServiceEndpoint",
          "aws.sharedCredentialsFile",
          "aws.configFile");

  private AwsCredentials() {}

  static void set(String id, String secret) {
    clear();
    System.setProperty("aws.accessKeyId", id);
    System.setProperty("aws.secretAccessKey", secret);
  }

  /** Nothing at all. */
  static void none(Path folder) {
    clear();
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("aws.sharedCredentialsFile", folder.resolve("none").toString());
    System.setProperty("aws.configFile", folder.resolve("none").toString());
  }

  static void clear() {
    PROPERTIES.forEach(System::clearProperty);
  }
}
