/** Tools for implementations of flavors. None is needed to write one. */
@NullMarked
package dev.berth.spi.support;

import org.jspecify.annotations.NullMarked;
