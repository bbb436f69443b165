/** Known flavors by name: finding them, loading them, and keeping them apart from each other. */
@NullMarked
package dev.berth.flavor;

import org.jspecify.annotations.NullMarked;
