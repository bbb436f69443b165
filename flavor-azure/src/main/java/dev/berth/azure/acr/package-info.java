/** The implementation, which alone touches the SDK. */
@NullMarked
package dev.berth.azure.acr;

import org.jspecify.annotations.NullMarked;
