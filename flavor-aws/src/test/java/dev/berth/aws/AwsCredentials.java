package dev.berth.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
          "aws.configFile",
          "aws.profile",
          "aws.webIdentityTokenFile",
          "aws.roleArn",
          "aws.endpointUrlEcr",
          "aws.endpointUrlEcrPublic",
          "aws.region",
          "aws.endpointUrlSts",
          "aws.endpointUrlSso");

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

  /** Only a configuration file with this content. */
  static void file(Path folder, String content) {
    none(folder);
    try {
      System.setProperty(
          "aws.configFile", Files.writeString(folder.resolve("config"), content).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void clear() {
    PROPERTIES.forEach(System::clearProperty);
  }
}
