package dev.berth.push.source;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.json.BoundedJson;
import dev.berth.push.json.JsonTree;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.spi.BerthException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A JSON document of a source, read strictly: ambiguous content is a failure.
 *
 * @param source the source's name in messages
 * @param name the document's name in the source
 * @param bytes the document
 * @param root its content
 */
record Document(String source, String name, ManifestBytes bytes, JsonNode root) {
  static final int MOST_BYTES = 4 * 1024 * 1024;

  static Document read(String source, String name, Content content) {
    byte[] bytes = bytes(source, name, content);
    return parse(source, name, new ManifestBytes(Digests.of(bytes), bytes));
  }

  /** A blob that must match its descriptor. */
  static Document read(String source, Descriptor descriptor, Content content) {
    String name = descriptor.digest().toString();
    return parse(source, name, verified(source, descriptor, content));
  }

  private static ManifestBytes verified(String source, Descriptor descriptor, Content content) {
    String name = descriptor.digest().toString();
    byte[] bytes = bytes(source, name, content);
    if (!Digests.matches(descriptor.digest(), bytes)) {
      throw ImageFailure.of(source, "the content of " + name + " has another digest");
    }
    return new ManifestBytes(descriptor.digest(), bytes);
  }

  /** A blob that must match its descriptor; empty when it is no JSON, or longer than is read. */
  static Optional<Document> find(String source, Descriptor descriptor, Content content) {
    if (content.size() > MOST_BYTES) {
      return Optional.empty();
    }
    ManifestBytes bytes = verified(source, descriptor, content);
    try {
      JsonNode root = BoundedJson.readStrictly(bytes.bytes());
      return Optional.of(new Document(source, descriptor.digest().toString(), bytes, root));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(String source, String name, Content content) {
    if (content.size() > MOST_BYTES) {
      throw ImageFailure.of(
          source,
          ImageFailure.quote(name)
              + " has "
              + content.size()
              + " bytes, a JSON document of an image at most "
              + MOST_BYTES);
    }
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw ImageFailure.of(source, "cannot be read: " + e.getMessage(), e);
    }
  }

  static Document parse(String source, String name, ManifestBytes bytes) {
    try {
      return new Document(source, name, bytes, BoundedJson.readStrictly(bytes.bytes()));
    } catch (JsonTree.RepeatedMember e) {
      throw ImageFailure.of(
          source,
          "%s has the member %s twice, with different values"
              .formatted(ImageFailure.quote(name), ImageFailure.quote(e.getOriginalMessage())),
          e);
    } catch (StreamConstraintsException e) {
      throw ImageFailure.of(
          source, ImageFailure.quote(name) + " is nested too deeply, or has too many elements", e);
    } catch (IOException e) {
      // The parser's message quotes the document, which does not help a user.
      throw ImageFailure.of(source, ImageFailure.quote(name) + " is not sound JSON", e);
    }
  }

  BerthException failure(String what) {
    return ImageFailure.of(source, ImageFailure.quote(name) + " " + what);
  }

  /** The elements of an array; empty when it is missing or null. */
  List<JsonNode> elements(JsonNode parent, String member) {
    JsonNode array = parent.path(member);
    if (array.isMissingNode() || array.isNull()) {
      return List.of();
    }
    if (!array.isArray()) {
      throw failure("has a '" + member + "' that is not an array");
    }
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  List<String> texts(JsonNode parent, String member) {
    return elements(parent, member).stream().map(each -> text(each, member)).toList();
  }

  private String text(JsonNode node, String member) {
    if (!node.isTextual()) {
      throw failure("has a '" + member + "' that is not a text");
    }
    return node.textValue();
  }

  /** A text; empty when it is missing. */
  String text(String member) {
    return optionalText(root, member);
  }

  String optionalText(JsonNode parent, String member) {
    JsonNode node = parent.path(member);
    return node.isMissingNode() || node.isNull() ? "" : text(node, member);
  }

  Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (InvalidReferenceException e) {
      throw failure("has a digest that is none: " + ImageFailure.quote(text));
    }
  }

  Descriptor descriptor(JsonNode node) {
    JsonNode size = node.path("size");
    if (!node.isObject() || !size.isIntegralNumber() || !size.canConvertToLong()) {
      throw failure("has a descriptor whose size is not a whole number");
    }
    if (size.longValue() < 0) {
      throw failure("has a descriptor whose size is negative");
    }
    Digest digest = digest(optionalText(node, "digest"));
    var descriptor = new Descriptor(optionalText(node, "mediaType"), digest, size.longValue());
    data(node).ifPresent(data -> requireData(descriptor, data));
    return descriptor;
  }

  /** The descriptors in an array. */
  List<Descriptor> descriptors(String member) {
    return elements(root, member).stream().map(this::descriptor).toList();
  }

  /** The content that a descriptor has in itself (image specification, descriptor.md, "data"). */
  Optional<byte[]> data(JsonNode node) {
    String data = optionalText(node, "data");
    try {
      return Optional.of(data)
          .filter(text -> !text.isEmpty())
          .map(text -> Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw failure("has a descriptor whose data is not Base64");
    }
  }

  private void requireData(Descriptor descriptor, byte[] data) {
    if (data.length != descriptor.size() || !Digests.matches(descriptor.digest(), data)) {
      throw failure("has a descriptor whose data does not match its digest " + descriptor.digest());
    }
  }
}
