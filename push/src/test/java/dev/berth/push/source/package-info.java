@NullMarked
package dev.berth.push.source;

import org.jspecify.annotations.NullMarked;
