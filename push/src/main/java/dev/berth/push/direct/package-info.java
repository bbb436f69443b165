/** The engine that pushes straight to a registry. */
@NullMarked
package dev.berth.push.direct;

import org.jspecify.annotations.NullMarked;
