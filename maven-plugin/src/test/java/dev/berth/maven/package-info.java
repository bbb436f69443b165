/** Tests of the plugin's goals. */
@NullMarked
package dev.berth.maven;

import org.jspecify.annotations.NullMarked;
