package dev.berth.push.direct;

import dev.berth.push.IfExists;
import dev.berth.push.PushListener;
import dev.berth.push.distribution.Repository;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Optional;

/**
 * Keeps a tag that must not be replaced. A registry has no request that writes a tag only if it is
 * free, so the tag is looked at before the first byte and again before it is written; another
 * client can still write it between the last look and the push.
 */
record TagGuard(Repository repository, IfExists ifExists, PushListener listener) {
  static TagGuard of(PushRun run) {
    return new TagGuard(run.repository(), run.ifExists(), run.listener());
  }

  /** What the tag or digest names now; a registry that denies reads fails where that matters. */
  Optional<Digest> current(String target) {
    return ifExists == IfExists.REPLACE
        ? repository.findDigest(target)
        : repository.requireDigest(target);
  }

  /**
   * The digest that the tag keeps; empty when the push goes on.
   *
   * @param current what the tag names
   * @param wanted the digest to push; empty while it is unknown
   * @throws BerthException {@link ErrorCode#PREREQUISITE} when the tag names another image, and the
   *     push is to fail then
   */
  Optional<Digest> kept(String target, Optional<Digest> current, Optional<Digest> wanted) {
    if (ifExists == IfExists.REPLACE || current.isEmpty() || current.equals(wanted)) {
      return Optional.empty();
    }
    if (ifExists == IfExists.SKIP) {
      listener.info(
          "%s:%s exists and was left as it is: %s".formatted(repository, target, current.get()));
      return current;
    }
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    throw new BerthException(
        ErrorCode.PREREQUISITE,
        "%s:%s exists and names another image: %s, not %s"
            .formatted(repository, target, current.get(), wanted.get()),
        "push to another tag, or replace it with --if-exists replace");
  }

  /** The same, asked again before the tag is written. */
  Optional<Digest> keptNow(String target, Digest wanted) {
    return ifExists == IfExists.REPLACE
        ? Optional.empty()
        : kept(target, repository.requireDigest(target), Optional.of(wanted));
  }
}
