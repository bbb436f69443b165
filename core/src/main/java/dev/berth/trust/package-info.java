/** What a user allows the store of a project to do. */
@NullMarked
package dev.berth.trust;

import org.jspecify.annotations.NullMarked;
