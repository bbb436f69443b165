@NullMarked
package dev.berth.push.archive;

import org.jspecify.annotations.NullMarked;
