/** What a command works with: its environment, its output and Berth's services. */
@NullMarked
package dev.berth.cli.session;

import org.jspecify.annotations.NullMarked;
