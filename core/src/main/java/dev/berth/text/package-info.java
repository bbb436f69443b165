/** Guessing what a mistyped name meant. */
@NullMarked
package dev.berth.text;

import org.jspecify.annotations.NullMarked;
