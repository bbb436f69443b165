@NullMarked
package dev.berth.push.distribution;

import org.jspecify.annotations.NullMarked;
