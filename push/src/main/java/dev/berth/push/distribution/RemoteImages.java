package dev.berth.push.distribution;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.SourceRegistry;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.SerializedManifest;
import dev.berth.push.json.BoundedJson;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a registry says about images, and moves none. */
public final class RemoteImages implements AutoCloseable {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final int MAX_DOCUMENT = 4 * 1024 * 1024;
  private static final int MAX_PAGES = 1000;
  private static final int PAGE = 1000;

  /** RFC 8288, as the distribution specification uses it: {@code <URI>; rel="next"}. */
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;.*rel=\"?next\"?.*");

  private final RegistryClient client;

  /**
   * @param host the registry as image references call it
   * @param registry how to reach it
   */
  public RemoteImages(String host, SourceRegistry registry) {
    this.client =
        new RegistryClient(host, registry.login(), registry.connection(), RetryPolicy.DEFAULT);
  }

  private Repository repository(ImageReference image) {
    return Repository.forPull(client, image.repository());
  }

  /**
   * The manifest or index that a reference names.
   *
   * @throws BerthException with the code {@code IMAGE} when it does not exist
   */
  public SerializedManifest manifest(ImageReference image) {
    return repository(image).readManifest(image.identifier()).orElseThrow(() -> missing(image));
  }

  /**
   * The digest that a tag names, asked for without the manifest, which some registries count as a
   * pull.
   *
   * @throws BerthException with the code {@code IMAGE} when it names nothing
   */
  public Digest digest(ImageReference image) {
    return repository(image).requireDigest(image.identifier()).orElseThrow(() -> missing(image));
  }

  private BerthException missing(ImageReference image) {
    return ImageFailure.of(repository(image).toString(), "has no image " + image.identifier());
  }

  /**
   * A blob that is a JSON document of at most 4 MiB, for instance an image's configuration; empty
   * when it is larger or no JSON.
   *
   * @throws BerthException with the code {@code IMAGE} when it does not exist or is damaged
   */
  public Optional<Map<String, Object>> document(ImageReference image, Descriptor blob) {
    if (blob.size() > MAX_DOCUMENT) {
      return Optional.empty();
    }
    try (var in = new RegistryContent(repository(image), blob, failure -> failure).open()) {
      return Optional.of(map(BoundedJson.read(in.readAllBytes())));
    } catch (IOException | IllegalArgumentException e) {
      // It is something else, for instance an artifact's own configuration.
      return Optional.empty();
    }
  }

  /**
   * All tags of a repository, in the registry's order (distribution specification, "Listing Tags").
   *
   * @throws BerthException with the code {@code IMAGE} when the repository does not exist
   */
  public List<String> tags(ImageReference image) {
    Repository repository = repository(image);
    String step = "listing the tags of " + repository;
    List<String> tags = new ArrayList<>();
    String path = "/v2/" + repository.name() + "/tags/list?n=" + PAGE;
    Optional<URI> next = Optional.of(URI.create(path));
    for (int page = 0; next.isPresent(); page++) {
      if (page == MAX_PAGES) {
        throw repository.broken(step, "names more than %d pages of tags".formatted(MAX_PAGES));
      }
      Request request = Request.of("GET", next.get(), step).maxBody(MAX_DOCUMENT);
      Response response = client.send(request, repository.scope());
      if (response.status() == 404) {
        throw ImageFailure.of(repository.toString(), "does not exist, or has no tags");
      }
      if (!response.isSuccess()) {
        throw repository.unreadable(response, step);
      }
      int before = tags.size();
      document(response, step).path("tags").forEach(tag -> tags.add(tag.asText()));
      // A page without tags could name itself as the next one.
      next = tags.size() == before ? Optional.empty() : next(response, step);
    }
    return tags;
  }

  private Optional<URI> next(Response response, String step) {
    Matcher link = NEXT.matcher(response.header("Link").orElse(""));
    if (!link.matches()) {
      return Optional.empty();
    }
    try {
      URI next = response.uri().resolve(link.group(1));
      boolean same =
          String.valueOf(next.getRawAuthority()).equals(response.uri().getRawAuthority());
      if (same) {
        return Optional.of(URI.create(next.getRawPath() + "?" + next.getRawQuery()));
      }
    } catch (IllegalArgumentException e) {
      throw unusable(step, e);
    }
    throw unusable(step, null);
  }

  private BerthException unusable(String step, @Nullable Exception cause) {
    return new BerthException(
        ErrorCode.REFUSED,
        "%s: %s names no usable next page".formatted(step, client.host()),
        cause);
  }

  private JsonNode document(Response response, String step) {
    try {
      return BoundedJson.read(response.body());
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.REFUSED, "%s: %s answers with no JSON".formatted(step, client.host()), e);
    }
  }

  private static Map<String, Object> map(JsonNode object) {
    return BoundedJson.mapper().convertValue(object, OBJECT);
  }

  /**
   * The descriptors of what refers to a manifest: signatures, bills of materials, attestations
   * (distribution specification, "Listing Referrers", and its tag schema).
   */
  public List<Map<String, Object>> referrers(ImageReference image, SerializedManifest manifest) {
    Repository repository = repository(image);
    String step = "listing what refers to " + manifest.digest() + " in " + repository;
    Request request =
        Request.of("GET", "/v2/" + repository.name() + "/referrers/" + manifest.digest(), step)
            .maxBody(MAX_DOCUMENT);
    Response response = client.send(request, repository.scope());
    Optional<JsonNode> index =
        response.isSuccess()
            ? Optional.of(document(response, step))
            : repository
                .readManifest(ReferrersTag.tag(manifest.digest().toString()))
                .map(it -> parsed(it, step));
    List<Map<String, Object>> referrers = new ArrayList<>();
    index.ifPresent(it -> it.path("manifests").forEach(each -> referrers.add(map(each))));
    return referrers;
  }

  /** The members of a manifest or an index. */
  public Map<String, Object> members(SerializedManifest manifest) {
    return map(parsed(manifest, "reading the manifest " + manifest.digest()));
  }

  private JsonNode parsed(SerializedManifest manifest, String step) {
    try {
      return BoundedJson.read(manifest.bytes().bytes());
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.REFUSED, "%s: %s answers with no JSON".formatted(step, client.host()), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
