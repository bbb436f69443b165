/** The flavor {@code azure}: Azure Container Registry. This package does not use an SDK. */
@NullMarked
package dev.berth.azure;

import org.jspecify.annotations.NullMarked;
