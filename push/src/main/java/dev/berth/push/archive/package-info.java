/** Files and tar archives that images are read from. */
@NullMarked
package dev.berth.push.archive;

import org.jspecify.annotations.NullMarked;
