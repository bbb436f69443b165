@NullMarked
package dev.berth.push.image;

import org.jspecify.annotations.NullMarked;
