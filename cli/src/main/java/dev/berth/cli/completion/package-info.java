/** Completion of a command line in a shell. */
@NullMarked
package dev.berth.cli.completion;

import org.jspecify.annotations.NullMarked;
