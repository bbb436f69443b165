package dev.berth;

import dev.berth.push.PushResult;
import dev.berth.reference.ImageReference;
import java.time.Duration;

/**
 * A push that succeeded.
 *
 * @param reference the image by the digest that the registry confirmed
 * @param registry the name of the registered registry
 * @param engine the name of the push engine
 * @param result the result of the engine
 * @param duration the duration of the flavor's preparation and the push
 */
public record PushedImage(
    ImageReference reference,
    String registry,
    String engine,
    PushResult result,
    Duration duration) {}
