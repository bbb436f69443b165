/** The real command, and what it meets: a Docker engine, registries, flavors. */
@NullMarked
package dev.berth.it.kit;

import org.jspecify.annotations.NullMarked;
