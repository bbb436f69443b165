package dev.berth.push;

import dev.berth.reference.ImageReference;
import dev.berth.spi.Credentials;

/**
 * What to push.
 *
 * @param image the target: where the image goes, with its tag
 * @param credentials what to log in to the target's registry with
 */
public record PushRequest(ImageReference image, Credentials credentials) {}
