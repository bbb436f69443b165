package dev.berth.install;

/** Receives the progress of an installation. Is called from several threads. */
public interface InstallListener {
  /** Ignores everything. */
  InstallListener NONE = new InstallListener() {};

  /** The jars are known. */
  default void begins(int jars) {}

  /**
   * A part of a file is downloaded.
   *
   * @param total its size in bytes; 0 when unknown
   */
  default void progress(String file, long received, long total) {}

  /** A file is downloaded. */
  default void downloaded(String file) {}
}
