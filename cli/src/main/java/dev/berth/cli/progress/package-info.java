/** The progress of a push on a terminal and elsewhere. */
@NullMarked
package dev.berth.cli.progress;

import org.jspecify.annotations.NullMarked;
