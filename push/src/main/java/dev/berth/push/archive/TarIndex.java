package dev.berth.push.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The entries of an archive by name. Links are followed inside the archive. */
public final class TarIndex {
  // Together they must fit in a small heap.
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_NAMES = 8 * 1024 * 1024;
  private static final int MAX_LINKS = 16;

  private final String source;
  private final Map<String, TarEntry> entries = new HashMap<>();
  private final Map<String, List<TarEntry>> repeated = new HashMap<>();
  private final BiPredicate<TarEntry, TarEntry> sameContent;
  private int count;
  private long names;

  /**
   * @param sameContent compares two files of the same name and size
   */
  public TarIndex(String source, BiPredicate<TarEntry, TarEntry> sameContent) {
    this.source = source;
    this.sameContent = sameContent;
  }

  public void add(TarEntry entry) {
    // Nothing may refer to a name outside the archive.
    Optional<String> name = EntryNames.normal(entry.name());
    if (entry.type() == TarEntry.Type.FOLDER || name.isEmpty()) {
      return;
    }
    count++;
    names += entry.name().length() + entry.link().length();
    if (count > MAX_ENTRIES) {
      throw ImageFailure.of(source, "has more than " + MAX_ENTRIES + " entries");
    }
    if (names > MAX_NAMES) {
      throw ImageFailure.of(source, "has names of more than " + MAX_NAMES + " characters");
    }
    TarEntry before = entries.put(name.get(), entry);
    if (before != null) {
      repeated.computeIfAbsent(name.get(), any -> new ArrayList<>()).add(before);
    }
  }

  /** The regular file of that name, or the target of a link of that name. */
  public Optional<TarEntry> find(String name) {
    Optional<String> current = EntryNames.normal(name);
    if (current.isEmpty()) {
      throw ImageFailure.of(
          source, "refers to " + ImageFailure.quote(name) + ", which is not a name in an archive");
    }
    for (int links = 0; links < MAX_LINKS; links++) {
      TarEntry entry = current.map(entries::get).orElse(null);
      if (current.isEmpty() || entry == null) {
        return Optional.empty();
      }
      requireUnambiguous(current.get(), entry);
      switch (entry.type()) {
        case FILE -> {
          return Optional.of(entry);
        }
        case HARD_LINK -> current = EntryNames.normal(entry.link());
        case SYMBOLIC_LINK -> current = EntryNames.target(current.get(), entry.link());
        default ->
            throw ImageFailure.of(
                source, "has " + ImageFailure.quote(name) + ", which is not a regular file");
      }
    }
    throw ImageFailure.of(source, "has links in a circle at " + ImageFailure.quote(name));
  }

  /** Programs differ in which of several entries of one name they take. */
  private void requireUnambiguous(String name, TarEntry entry) {
    for (TarEntry other : repeated.getOrDefault(name, List.of())) {
      boolean same =
          other.type() == entry.type()
              && other.link().equals(entry.link())
              && other.size() == entry.size()
              && (entry.type() != TarEntry.Type.FILE || sameContent.test(other, entry));
      if (!same) {
        throw ImageFailure.of(
            source, "has " + ImageFailure.quote(name) + " twice, with different content");
      }
    }
    repeated.remove(name);
  }
}
