@NullMarked
package dev.berth.push.compress;

import org.jspecify.annotations.NullMarked;
