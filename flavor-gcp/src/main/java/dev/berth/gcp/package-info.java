/**
 * The flavor {@code gcp}: Google Artifact Registry and Container Registry. This package does not
 * use an SDK.
 */
@NullMarked
package dev.berth.gcp;

import org.jspecify.annotations.NullMarked;
