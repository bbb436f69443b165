/** Rules of architecture, for a test with ArchUnit in each module. */
@NullMarked
package dev.berth.testing.rules;

import org.jspecify.annotations.NullMarked;
