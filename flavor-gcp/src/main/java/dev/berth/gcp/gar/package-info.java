/** The implementation, which alone touches the SDK. */
@NullMarked
package dev.berth.gcp.gar;

import org.jspecify.annotations.NullMarked;
