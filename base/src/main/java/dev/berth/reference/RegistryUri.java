package dev.berth.reference;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry is: {@code host[:port][/path]}, the beginning of the references of its images.
 *
 * <p>Trailing slashes are dropped, and Docker Hub's several hosts become {@code docker.io}. A
 * scheme, user information, a tag or a digest is refused; the message shows the corrected text.
 *
 * @since 0.1
 */
public final class RegistryUri {
  private static final String WHAT = "registry URI";
  private final String host;
  private final String path;

  private RegistryUri(String host, String path) {
    this.host = host;
    this.path = path;
  }

  /**
   * {@return the URI that a text names}
   *
   * @param text {@code host[:port][/path]}
   * @throws InvalidReferenceException when the text is something else; user information is masked
   *     in the message
   */
  public static RegistryUri parse(String text) {
    if (text.isBlank()) {
      throw new InvalidReferenceException(WHAT, text, 0, "it is empty: host[:port][/path]");
    }
    refuseForeignParts(text);
    String trimmed = text.replaceAll("/+$", "");
    if (trimmed.isEmpty()) {
      throw new InvalidReferenceException(WHAT, text, 0, "it is empty: host[:port][/path]");
    }
    int slash = trimmed.indexOf('/');
    String first = slash < 0 ? trimmed : trimmed.substring(0, slash);
    String host = RegistryHost.parse(WHAT, text, first);
    if (!RegistryHost.looksLikeHost(host)) {
      throw new InvalidReferenceException(
          WHAT,
          text,
          first.length(),
          "a host has a '.' or a port, or is localhost; for Docker Hub write 'docker.io/"
              + trimmed
              + "'");
    }
    String path = slash < 0 ? "" : trimmed.substring(slash + 1);
    if (isHubKey(first, path)) {
      return new RegistryUri(host, "");
    }
    if (!path.isEmpty()) {
      RepositoryName.check(WHAT, text, path, slash + 1);
    }
    return new RegistryUri(host, path);
  }

  /** The name of Docker Hub in Docker's configuration, {@code https://index.docker.io/v1/}. */
  private static boolean isHubKey(String host, String path) {
    return host.equals("index.docker.io") && path.matches("v[12]");
  }

  private static void refuseForeignParts(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
        String rest = text.replaceAll("[\\s\\p{Cntrl}\\p{Z}]+", "");
        throw new InvalidReferenceException(
            WHAT,
            RegistryHost.masked(text),
            Math.min(i, RegistryHost.masked(text).length()),
            "it has white space: write '" + corrected(rest) + "'");
      }
    }
    if (RegistryHost.SCHEME.matcher(text).lookingAt()) {
      throw refused(text, 0, "it has a scheme");
    }
    int slash = text.indexOf('/');
    int at = text.indexOf('@');
    if (RegistryHost.userInformationEnd(text) >= 0) {
      throw refused(text, 0, "it has user information");
    }
    if (at >= 0) {
      throw refused(text, at, "it has a digest");
    }
    int colon = text.lastIndexOf(':');
    if (slash >= 0 && colon > slash) {
      throw refused(text, colon, "it has a tag");
    }
    int query = indexOfAny(text, "?#");
    if (query >= 0) {
      throw refused(text, query, "it has a query or a fragment");
    }
  }

  private static InvalidReferenceException refused(String text, int position, String reason) {
    return new InvalidReferenceException(
        WHAT, RegistryHost.masked(text), position, reason + ": write '" + corrected(text) + "'");
  }

  /** The text as it should have been: no scheme, user, query, tag or digest; a lower-case host. */
  private static String corrected(String text) {
    String rest = RegistryHost.SCHEME.matcher(text).replaceFirst("");
    rest = rest.substring(RegistryHost.userInformationEnd(rest) + 1);
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    authority = authority.toLowerCase(Locale.ROOT);
    int end = indexOfAny(path, "?#@:");
    if (isHubKey(authority, path.replaceAll("^/+|/+$", ""))) {
      return RegistryHost.DOCKER_HUB;
    }
    return (authority + (end < 0 ? path : path.substring(0, end))).replaceAll("/+$", "");
  }

  private static int indexOfAny(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** {@return the host, with its port if it has one} */
  public String host() {
    return host;
  }

  /** {@return the path below the host that the registry's repositories begin with; may be empty} */
  public String path() {
    return path;
  }

  /**
   * {@return whether an image belongs here: the hosts are equal, and the repository's segments
   * begin with all of this path's segments} {@code registry.gitlab.com/group/web} owns {@code
   * registry.gitlab.com/group/web:1.0}, the project's own image, and {@code
   * registry.gitlab.com/group/web/api:1.0}; {@code gcr.io/proj} does not own {@code
   * gcr.io/project2/app}.
   *
   * @param image the image
   */
  public boolean owns(ImageReference image) {
    return host.equals(image.host())
        && (path.isEmpty() || (image.repository() + "/").startsWith(path + "/"));
  }

  /**
   * {@return the path of an image below this URI; empty for the image at the URI itself}
   *
   * @param image an image that this {@link #owns}
   */
  public String pathOf(ImageReference image) {
    String repository = image.repository();
    return path.isEmpty()
        ? repository
        : repository.substring(Math.min(path.length() + 1, repository.length()));
  }

  /**
   * Parses an image reference that may be relative to this registry. A full reference to an image
   * of this registry is taken as it is. {@code :tag} and {@code @digest} are an image of the
   * default repository. A reference without a host is an image below this URI.
   *
   * @param text for instance {@code :1.0}, {@code app:1.0} or {@code ghcr.io/acme/app:1.0}
   * @param defaultRepository the path below this URI that {@code :tag} stands for
   * @return the reference, which this may not {@link #owns own}
   * @throws InvalidReferenceException when the text is no reference, or needs a default repository
   *     that is empty
   */
  public ImageReference resolve(String text, Optional<String> defaultRepository) {
    if (text.startsWith(":") || text.startsWith("@")) {
      String repository =
          defaultRepository.orElseThrow(
              () ->
                  new InvalidReferenceException(
                      "image reference",
                      text,
                      0,
                      "it names no repository, and the registry has no defaultRepository"));
      return ImageReference.parse(this + "/" + repository + text);
    }
    ImageReference full = ImageReference.parse(text);
    int slash = text.indexOf('/');
    boolean hasHost = slash >= 0 && RegistryHost.looksLikeHost(text.substring(0, slash));
    return owns(full) || hasHost ? full : ImageReference.parse(this + "/" + text);
  }

  /**
   * {@return the sentence for an image that this does not {@link #owns own}}
   *
   * @param image the image
   */
  public String notOwned(ImageReference image) {
    return "image %s does not belong to the registry at %s".formatted(image, this);
  }

  /** {@return whether the registry is on this machine: localhost, 127.0.0.0/8 or [::1]} */
  public boolean isLocal() {
    return RegistryHost.isLocal(host);
  }

  /**
   * {@return whether a host is this machine: localhost, 127.0.0.0/8 or [::1]}
   *
   * @param host a host, in upper or lower case
   */
  public static boolean isLocal(String host) {
    return RegistryHost.isLocal(host.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistryUri that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The canonical text; it parses back to an equal value. */
  @Override
  public String toString() {
    return path.isEmpty() ? host : host + "/" + path;
  }
}
