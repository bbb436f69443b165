@NullMarked
package dev.berth.push.direct;

import org.jspecify.annotations.NullMarked;
