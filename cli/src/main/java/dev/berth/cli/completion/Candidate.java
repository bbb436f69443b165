package dev.berth.cli.completion;

/**
 * A word that can stand at the cursor.
 *
 * @param value the word; a shell adds a space to it unless it ends with {@code /}, {@code :} or
 *     {@code =}
 * @param description one sentence about it; may be empty
 */
record Candidate(String value, String description) {
  /** What a shell completes with the names of files. */
  static final Candidate FILES = new Candidate(":files", "");

  /** What a shell completes with the names of folders. */
  static final Candidate FOLDERS = new Candidate(":folders", "");

  /** Whether the shell itself finds the words. */
  boolean isPath() {
    return value.startsWith(":");
  }
}
