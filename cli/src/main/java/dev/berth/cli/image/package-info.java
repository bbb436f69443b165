/** The commands that read images of registries. */
@NullMarked
package dev.berth.cli.image;

import org.jspecify.annotations.NullMarked;
