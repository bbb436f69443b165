/** The files of the embedded registry, in the layout of the reference registry. */
@NullMarked
package dev.berth.localregistry.storage;

import org.jspecify.annotations.NullMarked;
