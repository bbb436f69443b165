/** What registries are logged in with, and where it comes from. */
@NullMarked
package dev.berth.auth;

import org.jspecify.annotations.NullMarked;
