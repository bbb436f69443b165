package dev.berth.testing;

import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.PushPlan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A push engine that moves nothing and remembers what it was to push, and with which login. */
public final class RecordingEngine implements PushEngine {
  /** The digest that every push returns. */
  public static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));

  private final List<PushRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Credentials> logins = new CopyOnWriteArrayList<>();
  private volatile PushPlan plan = PushPlan.UNKNOWN;
  private volatile int loginsPerPush = 1;
  private volatile Optional<BerthException> failure = Optional.empty();

  /** An engine that knows nothing of an image before its push. */
  public RecordingEngine() {}

  /** Sets what is known of every image before its push. */
  public RecordingEngine planning(PushPlan newPlan) {
    plan = newPlan;
    return this;
  }

  /** Sets how many times each push asks for the login. */
  public RecordingEngine askingForLogins(int times) {
    loginsPerPush = times;
    return this;
  }

  /** Lets every push fail after it is recorded, as a registry that refuses the image does. */
  public RecordingEngine failing(BerthException newFailure) {
    failure = Optional.of(newFailure);
    return this;
  }

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public PushPlan plan(PushRequest request) {
    return plan;
  }

  @Override
  public PushResult push(PushRequest request, PushListener listener) {
    requests.add(request);
    for (int i = 0; i < loginsPerPush; i++) {
      logins.add(request.credentials());
    }
    failure.ifPresent(
        it -> {
          throw it;
        });
    return new PushResult(DIGEST, List.of());
  }

  /** The pushes so far, dry runs too. */
  public List<PushRequest> requests() {
    return List.copyOf(requests);
  }

  /** The logins so far, in the order in which they were asked for. */
  public List<Credentials> logins() {
    return List.copyOf(logins);
  }
}
