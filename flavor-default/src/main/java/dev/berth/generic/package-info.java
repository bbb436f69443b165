/** Flavors of registries that need no cloud SDK. */
@NullMarked
package dev.berth.generic;

import org.jspecify.annotations.NullMarked;
