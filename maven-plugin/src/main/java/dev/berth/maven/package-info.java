/** The goals of the plugin for authors of flavors. */
@NullMarked
package dev.berth.maven;

import org.jspecify.annotations.NullMarked;
