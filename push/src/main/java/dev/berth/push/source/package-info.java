/** Reads images from archives, layouts and the exports of engines. */
@NullMarked
package dev.berth.push.source;

import org.jspecify.annotations.NullMarked;
