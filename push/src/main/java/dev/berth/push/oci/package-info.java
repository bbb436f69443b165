/** The OCI distribution protocol, spoken to a registry directly. */
@NullMarked
package dev.berth.push.oci;

import org.jspecify.annotations.NullMarked;
