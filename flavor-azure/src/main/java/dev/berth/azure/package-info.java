/** The flavor {@code azure}: Azure Container Registry. Nothing here touches an SDK. */
@NullMarked
package dev.berth.azure;

import org.jspecify.annotations.NullMarked;
