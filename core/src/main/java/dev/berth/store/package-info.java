/** Registered registries and custom flavors on disk. */
@NullMarked
package dev.berth.store;

import org.jspecify.annotations.NullMarked;
