/** The commands for secrets. */
@NullMarked
package dev.berth.cli.secret;

import org.jspecify.annotations.NullMarked;
