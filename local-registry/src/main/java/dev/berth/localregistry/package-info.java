/** An OCI registry inside the JVM: on disk, on loopback only. */
@NullMarked
package dev.berth.localregistry;

import org.jspecify.annotations.NullMarked;
