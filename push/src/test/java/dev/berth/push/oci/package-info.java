@NullMarked
package dev.berth.push.oci;

import org.jspecify.annotations.NullMarked;
