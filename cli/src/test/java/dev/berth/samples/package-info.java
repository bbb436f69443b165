/** The samples of docs/library.md. */
@org.jspecify.annotations.NullMarked
package dev.berth.samples;
