/**
 * The flavor {@code gcp}: Google Artifact Registry and Container Registry. Nothing here touches an
 * SDK.
 */
@NullMarked
package dev.berth.gcp;

import org.jspecify.annotations.NullMarked;
