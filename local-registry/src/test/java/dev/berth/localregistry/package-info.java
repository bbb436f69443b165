@NullMarked
package dev.berth.localregistry;

import org.jspecify.annotations.NullMarked;
