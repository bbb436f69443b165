/** The commands for registered registries, and the push. */
@NullMarked
package dev.berth.cli.registry;

import org.jspecify.annotations.NullMarked;
