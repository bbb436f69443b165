/** The push engine {@code docker}: the image is in a Docker engine, and the engine pushes it. */
@NullMarked
package dev.berth.push.docker;

import org.jspecify.annotations.NullMarked;
