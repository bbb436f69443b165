/** Installs flavors, and the libraries that flavors need, from Maven repositories. */
@NullMarked
package dev.berth.install;

import org.jspecify.annotations.NullMarked;
