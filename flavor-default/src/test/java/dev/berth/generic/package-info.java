/** Tests of the flavors that need no SDK, through the host and over real sockets. */
@NullMarked
package dev.berth.generic;

import org.jspecify.annotations.NullMarked;
