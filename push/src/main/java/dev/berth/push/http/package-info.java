/** HTTP exchanges with a registry: TLS, address checks, authentication, retries. */
@NullMarked
package dev.berth.push.http;

import org.jspecify.annotations.NullMarked;
