/** The command {@code berth}, its error output and its exit statuses. */
@NullMarked
package dev.berth.cli;

import org.jspecify.annotations.NullMarked;
