/** Suggestions for misspelled names. */
@NullMarked
package dev.berth.text;

import org.jspecify.annotations.NullMarked;
