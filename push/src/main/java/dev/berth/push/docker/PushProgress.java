package dev.berth.push.docker;

import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.ResponseItem.AuxDetail;
import com.github.dockerjava.api.model.ResponseItem.ErrorDetail;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import dev.berth.push.PushListener;
import dev.berth.push.PushResult.Outcome;
import dev.berth.reference.Digest;
import dev.berth.reference.InvalidReferenceException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The engine's reports of a push so far. */
final class PushProgress {
  private static final String DIGEST = ": digest: ";

  private final String tag;
  private final PushListener listener;
  private final Map<String, Outcome> done = new HashMap<>();
  private final Map<String, String> numbers = new HashMap<>();
  private final Set<String> unfinished = new HashSet<>();
  private @Nullable Digest digest;

  PushProgress(String tag, PushListener listener) {
    this.tag = tag;
    this.listener = listener;
  }

  /** Accepts the next report. If it is an error, returns the engine's message. */
  Optional<String> accept(PushResponseItem item) {
    if (item.isErrorIndicated()) {
      return Optional.of(error(item));
    }
    AuxDetail aux = item.getAux();
    if (aux != null && tag.equals(aux.getTag()) && aux.getDigest() != null) {
      digest = parse(aux.getDigest());
    }
    String status = item.getStatus();
    if (item.getId() == null && status != null && status.startsWith(tag + DIGEST)) {
      // The only answer of Podman.
      digest = parse(status.substring((tag + DIGEST).length()).split(" ", 2)[0]);
    }
    if (item.getId() != null && status != null) {
      layer(item.getId(), status, item.getProgressDetail());
    }
    return Optional.empty();
  }

  private static @Nullable Digest parse(String text) {
    try {
      return Digest.parse(text);
    } catch (InvalidReferenceException e) {
      // Counts as missing.
      return null;
    }
  }

  @SuppressWarnings("deprecation") // Some engines send the old field only.
  private static String error(PushResponseItem item) {
    ErrorDetail detail = item.getErrorDetail();
    return String.valueOf(
        detail != null && detail.getMessage() != null ? detail.getMessage() : item.getError());
  }

  private void layer(String id, String status, @Nullable ProgressDetail detail) {
    Outcome outcome = outcome(status);
    if (outcome != null) {
      unfinished.remove(id);
      if (done.put(id, outcome) == null) {
        listener.layerDone(name(id), Optional.empty());
      }
    } else if (!id.equals(tag)) {
      unfinished.add(id);
      Long sent = detail == null ? null : detail.getCurrent();
      Long total = detail == null ? null : detail.getTotal();
      listener.layerProgress(name(id), sent == null ? 0 : sent, total == null ? 0 : total);
    }
  }

  /** The engine's own name is not the registry's, which is known only after the push. */
  private String name(String id) {
    return numbers.computeIfAbsent(id, any -> "layer " + (numbers.size() + 1));
  }

  private static @Nullable Outcome outcome(String status) {
    if (status.equals("Pushed")) {
      return Outcome.UPLOADED;
    }
    if (status.startsWith("Mounted from")) {
      return Outcome.MOUNTED;
    }
    return status.equals("Layer already exists") ? Outcome.EXISTS : null;
  }

  /** The manifest's digest, which the engine reports after it has written the tag. */
  Optional<Digest> digest() {
    return Optional.ofNullable(digest);
  }

  /** Whether the engine reported any layer. */
  boolean hasLayers() {
    return !done.isEmpty() || !unfinished.isEmpty();
  }

  /** The outcome of a layer, by the engine's short name for it. */
  Optional<Outcome> outcomeOf(String id) {
    return Optional.ofNullable(done.get(id));
  }

  /** The current step, for messages. */
  String step() {
    if (done.isEmpty() && unfinished.isEmpty()) {
      return "before its first layer";
    }
    return unfinished.isEmpty() ? "while writing its manifest" : "while pushing its layers";
  }
}
