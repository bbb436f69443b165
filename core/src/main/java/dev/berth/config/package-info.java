/** Creates validated configuration objects from properties. */
@NullMarked
package dev.berth.config;

import org.jspecify.annotations.NullMarked;
