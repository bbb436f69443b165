package dev.berth.push.distribution;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * An upload that a registry has opened.
 *
 * @param location where its bytes go next
 * @param minimumChunk how many bytes a chunk must have that is not the last; 0 where the registry
 *     says nothing
 */
public record UploadSession(URI location, long minimumChunk) {
  private static final Pattern QUERY_WITH_DIGEST = Pattern.compile("[?&]digest=");

  UploadSession at(URI next) {
    return new UploadSession(next, minimumChunk);
  }

  /** Where the upload is committed: the location with the digest, its own query kept in order. */
  URI commit(String digest) {
    String text = location.toString();
    int fragment = text.indexOf('#');
    String plain = fragment < 0 ? text : text.substring(0, fragment);
    if (QUERY_WITH_DIGEST.matcher(plain).find()) {
      return URI.create(plain);
    }
    String separator =
        plain.indexOf('?') < 0 ? "?" : plain.endsWith("?") || plain.endsWith("&") ? "" : "&";
    return URI.create(plain + separator + "digest=" + digest.replace(":", "%3A"));
  }
}
