/**
 * All that a flavor sees.
 *
 * <p>A custom flavor is written in three steps, each optional but the last: an implementation that
 * extends {@link dev.berth.spi.BaseContainerRegistry}, a configuration that extends {@link
 * dev.berth.spi.BaseContainerRegistryConfig}, and a flavor that extends {@link
 * dev.berth.spi.BaseContainerRegistryFlavor} and brings the two together. The first is loaded only
 * when a registry is opened, so its dependencies need not be there to register one.
 */
@NullMarked
package dev.berth.spi;

import org.jspecify.annotations.NullMarked;
