package dev.berth.store;

/**
 * A jar of a custom flavor when it was registered.
 *
 * @param path its absolute path
 * @param digest the digest of its content, {@code sha256:…}
 */
public record RecordedJar(String path, String digest) {}
