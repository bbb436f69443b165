/** JSON from outside. */
@NullMarked
package dev.berth.push.json;

import org.jspecify.annotations.NullMarked;
