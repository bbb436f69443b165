/** The seam to the push engines, which move an image's bytes to a registry. */
@NullMarked
package dev.berth.push;

import org.jspecify.annotations.NullMarked;
