/** Tests of the implementation. */
@NullMarked
package dev.berth.azure.acr;

import org.jspecify.annotations.NullMarked;
