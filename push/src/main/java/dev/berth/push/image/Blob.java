package dev.berth.push.image;

import dev.berth.push.archive.Content;

/**
 * Content whose digest is known before it is read.
 *
 * @param descriptor its expected digest and size; the reader of the content checks them
 * @param content its bytes
 */
public record Blob(Descriptor descriptor, Content content) {}
