package dev.berth.push.source;

import dev.berth.reference.ImageReference;
import dev.berth.reference.InvalidReferenceException;

/** Names of images as Docker understands them. */
final class ImageNames {
  private ImageNames() {}

  /** Whether two texts name one image, for instance {@code app:1} with and without its host. */
  static boolean isSame(String name, String other) {
    try {
      return name.equals(other) || ImageReference.parse(name).equals(ImageReference.parse(other));
    } catch (InvalidReferenceException e) {
      return false;
    }
  }
}
