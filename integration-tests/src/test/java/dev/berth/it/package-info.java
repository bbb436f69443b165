/** The assembled distribution against a registry:2 container and a real Docker engine. */
@NullMarked
package dev.berth.it;

import org.jspecify.annotations.NullMarked;
