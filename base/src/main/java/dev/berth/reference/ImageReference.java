package dev.berth.reference;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image in a registry: {@code host/repository[:tag][@digest]}.
 *
 * <p>The grammar is that of the OCI distribution specification ("Pulling manifests") with the
 * conventions of Docker's references: without a host it is Docker Hub's, a single-segment name
 * there is in {@code library/}, and a reference without tag and digest has the tag {@code latest}.
 * Docker Hub's several hosts are one, {@code docker.io}.
 *
 * @since 0.1
 */
public final class ImageReference {
  private static final String WHAT = "image reference";
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final int MAX_TAG = 128;
  // The specification's advice for clients: many limit host and repository together to this.
  private static final int MAX_NAME = 255;

  private final String host;
  private final String repository;
  private final @Nullable String tag;
  private final @Nullable Digest digest;

  private ImageReference(
      String host, String repository, @Nullable String tag, @Nullable Digest digest) {
    this.host = host;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  /**
   * {@return the reference that a text names}
   *
   * @param text {@code [host/]repository[:tag][@digest]}
   * @throws InvalidReferenceException when the text is not a reference, with the place where it
   *     goes wrong
   */
  public static ImageReference parse(String text) {
    if (RegistryHost.SCHEME.matcher(text).lookingAt()) {
      throw new InvalidReferenceException(
          WHAT, RegistryHost.masked(text), 0, "it has a scheme: host/repository[:tag]");
    }
    int at = text.indexOf('@');
    if (RegistryHost.userInformationEnd(text) >= 0) {
      throw new InvalidReferenceException(
          WHAT, RegistryHost.masked(text), 0, "it has user information: host/repository[:tag]");
    }
    String name = at < 0 ? text : text.substring(0, at);
    Digest digest = at < 0 ? null : parseDigest(text, at + 1);
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/') && (colon < 0 || name.lastIndexOf(']') < colon);
    // "localhost:5000" alone has a port, not a tag, but then it has no repository either.
    String tag = tagged ? parseTag(text, name.substring(colon + 1), colon + 1) : null;
    String path = tagged ? name.substring(0, colon) : name;
    return withName(text, path, tag, digest);
  }

  private static ImageReference withName(
      String text, String path, @Nullable String tag, @Nullable Digest digest) {
    if (path.isEmpty()) {
      throw new InvalidReferenceException(WHAT, text, 0, "it names no repository");
    }
    int slash = path.indexOf('/');
    boolean hasHost = slash >= 0 && RegistryHost.looksLikeHost(path.substring(0, slash));
    if (slash < 0 && RegistryHost.looksLikeHost(path) && !path.matches("[a-z0-9._-]+")) {
      throw new InvalidReferenceException(
          WHAT, text, path.length(), "it names no repository: host/repository[:tag]");
    }
    String host =
        hasHost
            ? RegistryHost.parse(WHAT, text, path.substring(0, slash))
            : RegistryHost.DOCKER_HUB;
    String repository = hasHost ? path.substring(slash + 1) : path;
    RepositoryName.check(WHAT, text, repository, hasHost ? slash + 1 : 0);
    if (host.equals(RegistryHost.DOCKER_HUB) && repository.indexOf('/') < 0) {
      repository = "library/" + repository;
    }
    if (host.length() + 1 + repository.length() > MAX_NAME) {
      throw new InvalidReferenceException(
          WHAT, text, MAX_NAME, "host and repository together have at most 255 characters");
    }
    String effectiveTag = tag == null && digest == null ? "latest" : tag;
    return new ImageReference(host, repository, effectiveTag, digest);
  }

  private static String parseTag(String text, String tag, int offset) {
    var matcher = TAG.matcher(tag);
    int good = matcher.lookingAt() ? matcher.end() : 0;
    if (good == 0 || good < tag.length()) {
      throw new InvalidReferenceException(
          WHAT,
          text,
          offset + good,
          "a tag is letters, digits, '_', '.' and '-', no '.' or '-' first");
    }
    if (tag.length() > MAX_TAG) {
      throw new InvalidReferenceException(
          WHAT,
          text,
          offset + MAX_TAG,
          "a tag has at most 128 characters, this has " + tag.length());
    }
    return tag;
  }

  private static Digest parseDigest(String text, int offset) {
    String digest = text.substring(offset);
    try {
      return Digest.parse(digest);
    } catch (InvalidReferenceException e) {
      String prefix = "invalid digest '" + digest + "': ";
      String reason = e.getMessage().substring(prefix.length());
      throw new InvalidReferenceException(WHAT, text, offset + e.position(), reason);
    }
  }

  /**
   * {@return the registry's host, with its port if it has one; {@code docker.io} for Docker Hub}
   */
  public String host() {
    return host;
  }

  /** {@return the repository; Docker Hub's official images have the prefix {@code library/}} */
  public String repository() {
    return repository;
  }

  /** {@return the tag; empty only when there is a digest instead} */
  public Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  /** {@return the digest, if there is one} */
  public Optional<Digest> digest() {
    return Optional.ofNullable(digest);
  }

  /**
   * {@return the digest, or else the tag: what a registry finds the manifest by (distribution
   * specification, "Pulling manifests")}
   */
  public String identifier() {
    return digest == null ? String.valueOf(tag) : digest.toString();
  }

  /**
   * {@return {@code host/repository@digest}}
   *
   * @param newDigest the digest of content of the same repository
   */
  public ImageReference withDigest(Digest newDigest) {
    return new ImageReference(host, repository, null, newDigest);
  }

  /** {@return {@code host/repository}, without tag and digest} */
  public String name() {
    return host + "/" + repository;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageReference that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The full canonical text; it parses back to an equal reference. */
  @Override
  public String toString() {
    return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
