/** Properties become a validated configuration object; the one place that knows how. */
@NullMarked
package dev.berth.config;

import org.jspecify.annotations.NullMarked;
