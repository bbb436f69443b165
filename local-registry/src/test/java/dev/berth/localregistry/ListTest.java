package dev.berth.localregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListTest {
  @RegisterExtension static final Running running = new Running();
  private final Client client = running.client();

  private String tagged(String repository) {
    String manifest = client.image(repository, "b", "layer");
    for (String tag : new String[] {"c", "A", "a"}) {
      client.putManifest(201, repository, tag, manifest);
    }
    return "/v2/" + repository + "/tags/list";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''          | A,a,b,c",
        "?n=9        | A,a,b,c",
        "?n=0        | ''",
        "?last=a     | b,c",
        "?last=aa    | b,c",
        "?last=c     | ''",
        "?n=2&last=b | c"
      })
  void tagsAreListedInOrder(String query, String tags) {
    var page = client.get(200, tagged("tags") + query);

    assertEquals("tags", page.json().path("name").asText());
    assertEquals(tags, joined(page, "tags"));
    assertEquals("", page.header("Link"));
  }

  @Test
  void aPageTellsTheNext() {
    String path = tagged("pages");

    var first = client.get(200, path + "?n=3");

    assertEquals("A,a,b", joined(first, "tags"));
    assertEquals("<" + path + "?last=b&n=3>; rel=\"next\"", first.header("Link"));
    assertEquals("c", joined(client.get(200, path + "?last=b&n=3"), "tags"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "", "99999999999999999999"})
  void aSizeOfPagesIsANumber(String n) {
    var refused = client.get(400, tagged("numbers") + "?n=" + n);

    assertEquals("UNSUPPORTED", refused.code());
  }

  @Test
  void theCatalogHasTheRepositories() {
    client.image("catalog/nested/deep", "v1", "layer");
    client.image("catalog", "v1", "layer");

    var page = client.get(200, "/v2/_catalog?last=catalo&n=2");

    assertEquals("catalog,catalog/nested/deep", joined(page, "repositories"));
  }

  private static String joined(Client.Answer page, String field) {
    var texts = new java.util.ArrayList<String>();
    page.json().path(field).forEach(each -> texts.add(each.asText()));
    return String.join(",", texts);
  }
}
