/** A flavor with faults. */
@NullMarked
package dev.berth.testing.leaky;

import org.jspecify.annotations.NullMarked;
