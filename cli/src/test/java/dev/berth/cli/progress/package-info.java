@NullMarked
package dev.berth.cli.progress;

import org.jspecify.annotations.NullMarked;
