/** The environment, the output and the services of a command. */
@NullMarked
package dev.berth.cli.session;

import org.jspecify.annotations.NullMarked;
