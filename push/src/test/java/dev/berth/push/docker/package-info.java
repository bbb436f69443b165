@NullMarked
package dev.berth.push.docker;

import org.jspecify.annotations.NullMarked;
