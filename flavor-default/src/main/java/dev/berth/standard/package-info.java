/** Flavors of registries that need no cloud SDK. */
@NullMarked
package dev.berth.standard;

import org.jspecify.annotations.NullMarked;
