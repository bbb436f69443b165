/** Files that only this user may read, changed under a lock. */
@NullMarked
package dev.berth.file;

import org.jspecify.annotations.NullMarked;
