/** Compression of layers, in parallel and with the same bytes on every machine. */
@NullMarked
package dev.berth.push.compress;

import org.jspecify.annotations.NullMarked;
