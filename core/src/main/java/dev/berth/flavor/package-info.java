/** Finds and loads flavors, each with its own class loader. */
@NullMarked
package dev.berth.flavor;

import org.jspecify.annotations.NullMarked;
