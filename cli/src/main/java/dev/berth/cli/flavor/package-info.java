/** The commands for flavors. */
@NullMarked
package dev.berth.cli.flavor;

import org.jspecify.annotations.NullMarked;
