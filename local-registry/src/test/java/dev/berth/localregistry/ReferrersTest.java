package dev.berth.localregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReferrersTest {
  @RegisterExtension static final Running running = new Running();
  private final Client client = running.client();

  private String refer(String repository, String subject, String more) {
    String manifest =
        Client.manifest(
            client.blob(repository, "{}"),
            client.blob(repository, "layer"),
            ",\"subject\":{\"digest\":\"" + subject + "\"}" + more);
    var put = client.putManifest(201, repository, Client.sha256(manifest), manifest);
    assertEquals(subject, put.header("OCI-Subject"));
    return Client.sha256(manifest);
  }

  @Test
  void whatRefersToAManifestIsListed() {
    String subject = Client.sha256("subject, which need not be there");
    String signature =
        refer("refer", subject, ",\"artifactType\":\"a/sig\",\"annotations\":{\"k\":\"v\"}");
    refer("refer", Client.sha256("another subject"), "");

    var answer = client.get(200, "/v2/refer/referrers/" + subject);

    assertEquals(Client.INDEX, answer.header("Content-Type"));
    assertEquals(1, answer.json().path("manifests").size());
    JsonNode found = answer.json().at("/manifests/0");
    assertEquals(signature, found.path("digest").asText());
    assertEquals(Client.MANIFEST, found.path("mediaType").asText());
    assertEquals("a/sig", found.path("artifactType").asText());
    assertEquals("v", found.at("/annotations/k").asText());
    String length =
        client.send(200, "HEAD", "/v2/refer/manifests/" + signature).header("Content-Length");
    assertEquals(length, found.path("size").asText());
  }

  @Test
  void theyAreFilteredByTheirType() {
    String subject = Client.sha256("filtered");
    String named = refer("filter", subject, ",\"artifactType\":\"a/sbom\"");
    String byConfig = refer("filter", subject, "");

    String path = "/v2/filter/referrers/" + subject + "?artifactType=";
    var sboms = client.get(200, path + "a/sbom");
    var configs = client.get(200, path + "text%2Fconfig");

    assertEquals("artifactType", sboms.header("OCI-Filters-Applied"));
    assertEquals(named, sboms.json().at("/manifests/0/digest").asText());
    assertEquals(1, sboms.json().path("manifests").size());
    assertEquals(byConfig, configs.json().at("/manifests/0/digest").asText());
    assertEquals(0, client.get(200, path + "a/none").json().path("manifests").size());
  }

  @Test
  void nothingRefersToWhatIsUnknown() {
    var answer = client.get(200, "/v2/never/heard/referrers/" + Client.sha256("x"));

    assertEquals("[]", answer.json().path("manifests").toString());
  }

  @Test
  void aDeletedReferrerIsNotListed() {
    String subject = Client.sha256("deleted");
    String referrer = refer("gone", subject, "");

    client.send(202, "DELETE", "/v2/gone/manifests/" + referrer);

    var answer = client.get(200, "/v2/gone/referrers/" + subject);
    assertEquals("[]", answer.json().path("manifests").toString());
  }
}
