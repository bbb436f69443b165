/** The implementation, which alone touches the SDK. */
@NullMarked
package dev.berth.aws.ecr;

import org.jspecify.annotations.NullMarked;
