/** The requests of the OCI distribution specification. */
@NullMarked
package dev.berth.push.distribution;

import org.jspecify.annotations.NullMarked;
