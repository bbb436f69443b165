package dev.berth.push.image;

import dev.berth.push.archive.Content;

/**
 * Content whose digest is known before it is read.
 *
 * @param descriptor what it must be; the reader of the content compares
 * @param content its bytes
 */
public record Blob(Descriptor descriptor, Content content) {}
