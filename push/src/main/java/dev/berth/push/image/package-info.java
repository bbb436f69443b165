/** Images as files have them, and the compression of layers; knows no registry. */
@NullMarked
package dev.berth.push.image;

import org.jspecify.annotations.NullMarked;
