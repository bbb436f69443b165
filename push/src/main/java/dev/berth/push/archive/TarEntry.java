package dev.berth.push.archive;

/**
 * An entry of a tar archive.
 *
 * @param name its name, as it stands there
 * @param type what it is
 * @param link what a link leads to; else empty
 * @param offset where its content begins in the archive
 * @param size its content's size in bytes
 */
public record TarEntry(String name, Type type, String link, long offset, long size) {
  public enum Type {
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    FOLDER,
    OTHER
  }
}
