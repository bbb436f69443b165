/** Names of registries, images and content as values: they parse themselves and know no client. */
@NullMarked
package dev.berth.reference;

import org.jspecify.annotations.NullMarked;
