package dev.berth.push.direct;

import dev.berth.push.direct.BlobPush.Pushed;
import dev.berth.push.direct.BlobPush.Trust;
import dev.berth.push.http.Cancellation;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Pushes several blobs at once, the largest first; the first failure ends them all. */
final class ParallelPush {
  private final BlobPush blobs;
  private final SingleFlight flights;
  private final String repository;
  private final Semaphore registry;
  private final int jobs;
  private final Cancellation cancellation;

  /**
   * The blobs of one push.
   *
   * @param registry what limits all pushes to the registry together
   * @param jobs how many blobs are pushed at once
   */
  ParallelPush(
      BlobPush blobs,
      SingleFlight flights,
      String repository,
      Semaphore registry,
      int jobs,
      Cancellation cancellation) {
    this.blobs = blobs;
    this.flights = flights;
    this.repository = repository;
    this.registry = registry;
    this.jobs = jobs;
    this.cancellation = cancellation;
  }

  /** The same, when the registry turned out to lack some that were thought to be there. */
  Map<Digest, Pushed> pushAgain(Collection<BlobJob> wanted, Trust trust) {
    wanted.forEach(job -> flights.forget(key(job)));
    return push(wanted, trust);
  }

  /** Brings the blobs into the repository. */
  Map<Digest, Pushed> push(Collection<BlobJob> wanted) {
    return push(wanted, Trust.ALL);
  }

  private Map<Digest, Pushed> push(Collection<BlobJob> wanted, Trust trust) {
    if (wanted.size() == 1) {
      BlobJob only = wanted.iterator().next();
      return new HashMap<>(Map.of(only.key(), push(only, trust)));
    }
    List<BlobJob> sorted =
        wanted.stream().sorted(Comparator.comparingLong(BlobJob::size).reversed()).toList();
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(jobs, sorted.size()), ParallelPush::daemon);
    try {
      return push(sorted, trust, threads);
    } finally {
      end(threads);
    }
  }

  /** Uploads that another one's failure ended are cancelled at the registry before we go. */
  private static void end(ExecutorService threads) {
    threads.shutdown();
    try {
      threads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "berth-push");
    thread.setDaemon(true);
    return thread;
  }

  private Map<Digest, Pushed> push(List<BlobJob> sorted, Trust trust, ExecutorService threads) {
    Map<Digest, Pushed> done = new ConcurrentHashMap<>();
    var running = new ExecutorCompletionService<Void>(threads);
    for (BlobJob job : sorted) {
      running.submit(() -> done.put(job.key(), push(job, trust)), null);
    }
    try {
      for (int i = 0; i < sorted.size(); i++) {
        running.take().get();
      }
      return done;
    } catch (ExecutionException e) {
      cancellation.cancel();
      if (e.getCause() instanceof BerthException known) {
        throw known;
      }
      throw new IllegalStateException("a push failed unexpectedly", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancellation.cancel();
      throw Cancellation.failure();
    }
  }

  private Pushed push(BlobJob job, Trust trust) {
    return flights.once(key(job), () -> blobs.push(job, registry, trust));
  }

  private String key(BlobJob job) {
    return repository + " " + job.mediaType() + " " + job.key();
  }
}
