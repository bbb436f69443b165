/** The flavor {@code aws}: Amazon ECR. Nothing here touches an SDK. */
@NullMarked
package dev.berth.aws;

import org.jspecify.annotations.NullMarked;
