/** Files that only this user can read, changed under a lock. */
@NullMarked
package dev.berth.file;

import org.jspecify.annotations.NullMarked;
