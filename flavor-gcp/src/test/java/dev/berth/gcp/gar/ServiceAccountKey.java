package dev.berth.gcp.gar;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A service account's key, made for the test. */
final class ServiceAccountKey {
  static final String EMAIL = "pusher@my-project.iam.gserviceaccount.com";
  private static final String PRIVATE = privateKey();

  private ServiceAccountKey() {}

  private static String privateKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What must be in no message. */
  static String secretPart() {
    return PRIVATE.substring(40, 80);
  }

  static String json(String tokenUri) {
    return """
        {"type": "service_account", "project_id": "my-project", "private_key_id": "1",
         "client_id": "1", "client_email": "%s", "token_uri": "%s",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
        """
        .formatted(EMAIL, tokenUri, PRIVATE);
  }
}
