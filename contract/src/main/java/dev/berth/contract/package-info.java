/** The contract of a flavor as rules that can be checked. */
@NullMarked
package dev.berth.contract;

import org.jspecify.annotations.NullMarked;
