@NullMarked
package dev.berth.testing.rules;

import org.jspecify.annotations.NullMarked;
