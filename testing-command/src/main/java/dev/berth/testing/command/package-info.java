/** The command in the JVM of a test. */
@NullMarked
package dev.berth.testing.command;

import org.jspecify.annotations.NullMarked;
