/** Servers that tests talk to over real sockets. */
@NullMarked
package dev.berth.push.fake;

import org.jspecify.annotations.NullMarked;
