/** The command {@code berth}: what it takes, what it prints, and its exit statuses. */
@NullMarked
package dev.berth.cli;

import org.jspecify.annotations.NullMarked;
