/** The service that the command and other programs call: register, list, describe, change, push. */
@NullMarked
package dev.berth;

import org.jspecify.annotations.NullMarked;
