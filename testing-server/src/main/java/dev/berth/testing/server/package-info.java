/** Servers on this machine that tests talk to over real sockets. */
@NullMarked
package dev.berth.testing.server;

import org.jspecify.annotations.NullMarked;
