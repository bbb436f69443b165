package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what in a layout refers to a manifest by its digest: the subject of another manifest, an
 * annotation, a tag of the form {@code sha256-HEX.sig}, or the statement of an attestation. Such a
 * reference is lost when the manifest gets another digest.
 */
final class DigestReferences {
  private static final int MOST_STATEMENT = 1024 * 1024;
  private static final int MOST_DOCUMENTS = 10_000;
  // Whole groups of four, since the decoder refuses a part of one.
  private static final Pattern BASE64 = Pattern.compile("((?:[A-Za-z0-9+/]{4}){16,})");
  private final ManifestReader reader;
  private final Document root;
  private final Set<Descriptor> read = new HashSet<>();

  DigestReferences(ManifestReader reader, Document root) {
    this.reader = reader;
    this.root = root;
  }

  /** What refers to one of the digests, for a message; empty when nothing does. */
  Optional<String> to(Collection<Digest> digests) {
    if (digests.isEmpty()) {
      // Nothing changes, so the layout's other manifests need not be read.
      return Optional.empty();
    }
    read.clear();
    return inIndex(root, digests);
  }

  private Optional<String> inIndex(Document index, Collection<Digest> digests) {
    Optional<String> own =
        mentions(index.root().path("annotations").toString(), index.name(), digests)
            .or(() -> mentions(index.root().path("subject").toString(), index.name(), digests));
    if (own.isPresent()) {
      return own;
    }
    for (JsonNode entry : index.elements(index.root(), "manifests")) {
      Optional<String> found =
          mentions(entry.path("annotations").toString(), index.name(), digests)
              .or(() -> below(index.descriptor(entry), digests));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> below(Descriptor descriptor, Collection<Digest> digests) {
    try {
      return inDocument(descriptor, digests);
    } catch (BerthException e) {
      // The damage of another image of the layout; that of the pushed one is reported elsewhere.
      return Optional.empty();
    }
  }

  private Optional<String> inDocument(Descriptor descriptor, Collection<Digest> digests) {
    if (ManifestType.isOpaque(descriptor.mediaType())
        || reader.blobs().find(descriptor).isEmpty()
        || !read.add(descriptor)
        || read.size() > MOST_DOCUMENTS) {
      return Optional.empty();
    }
    Document document = reader.document(descriptor);
    return ManifestType.isIndex(document)
        ? inIndex(document, digests)
        : mentions(document.bytes().bytes(), document.name(), digests)
            .or(() -> inStatements(document, digests));
  }

  private Optional<String> inStatements(Document manifest, Collection<Digest> digests) {
    for (Descriptor layer : manifest.descriptors("layers")) {
      Optional<Content> content =
          layer.mediaType().endsWith("json") && layer.size() <= MOST_STATEMENT
              ? reader.blobs().find(layer)
              : Optional.empty();
      Optional<String> found =
          content.flatMap(bytes -> inStatement(bytes(bytes), manifest.name(), digests));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** A statement may be in an envelope, as Base64 (DSSE, "payload"). */
  private static Optional<String> inStatement(
      byte[] statement, String name, Collection<Digest> digests) {
    Optional<String> found = mentions(statement, name, digests);
    String text = new String(statement, StandardCharsets.ISO_8859_1);
    // JSON may escape the slash, and both alphabets are usual.
    String standard = text.replace("\\/", "/").replace('-', '+').replace('_', '/');
    Matcher payload = BASE64.matcher(standard);
    while (found.isEmpty() && payload.find()) {
      found = mentions(Base64.getMimeDecoder().decode(payload.group(1)), name, digests);
    }
    return found;
  }

  private byte[] bytes(Content content) {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw ImageFailure.of(reader.blobs().source(), "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<String> mentions(byte[] text, String name, Collection<Digest> digests) {
    return mentions(new String(text, StandardCharsets.ISO_8859_1), name, digests);
  }

  private static Optional<String> mentions(String text, String name, Collection<Digest> digests) {
    return digests.stream()
        .filter(digest -> text.contains(digest.hex()))
        .findFirst()
        .map(digest -> name + " refers to " + digest);
  }
}
