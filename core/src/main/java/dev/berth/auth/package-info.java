/** Credentials and their sources: secrets, credential helpers, Docker's and Podman's files. */
@NullMarked
package dev.berth.auth;

import org.jspecify.annotations.NullMarked;
