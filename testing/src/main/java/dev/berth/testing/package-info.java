/** A kit to test flavors with, through the host and over real sockets. */
@NullMarked
package dev.berth.testing;

import org.jspecify.annotations.NullMarked;
