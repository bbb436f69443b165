/** Tests of the flavor {@code aws} through the host, with the SDK's clients over real sockets. */
@NullMarked
package dev.berth.aws;

import org.jspecify.annotations.NullMarked;
