/** Runs checks, and reports what they found. */
@NullMarked
package dev.berth.check;

import org.jspecify.annotations.NullMarked;
