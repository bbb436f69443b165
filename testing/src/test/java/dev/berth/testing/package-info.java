@NullMarked
package dev.berth.testing;

import org.jspecify.annotations.NullMarked;
