/** Images in files and engines, without any knowledge of registries. */
@NullMarked
package dev.berth.push.image;

import org.jspecify.annotations.NullMarked;
