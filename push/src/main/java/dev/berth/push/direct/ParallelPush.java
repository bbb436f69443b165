package dev.berth.push.direct;

import dev.berth.push.direct.BlobPush.Reuse;
import dev.berth.push.http.Cancellation;
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
import java.util.concurrent.TimeUnit;

/** Pushes several blobs at once, the largest first. The first failure cancels the others. */
final class ParallelPush {
  private static final int CANCEL_SECONDS = 2;

  private final PushRun run;
  private final BlobPush blobs;

  ParallelPush(PushRun run, BlobPush blobs) {
    this.run = run;
    this.blobs = blobs;
  }

  /** Brings the blobs into the repository. */
  Map<BlobJob.Key, PushedBlob> push(Collection<BlobJob> wanted) {
    return push(wanted, Reuse.MOUNTS_AND_BLOBS);
  }

  /** The same after the registry reported that blobs are missing. */
  Map<BlobJob.Key, PushedBlob> pushAgain(Collection<BlobJob> wanted, Reuse reuse) {
    wanted.forEach(job -> run.shared().blobs().forget(key(job)));
    return push(wanted, reuse);
  }

  private Map<BlobJob.Key, PushedBlob> push(Collection<BlobJob> wanted, Reuse reuse) {
    if (wanted.isEmpty()) {
      return new HashMap<>();
    }
    if (wanted.size() == 1) {
      BlobJob only = wanted.iterator().next();
      return new HashMap<>(Map.of(only.key(), push(only, reuse)));
    }
    List<BlobJob> sorted =
        wanted.stream().sorted(Comparator.comparingLong(BlobJob::size).reversed()).toList();
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(run.jobs(), sorted.size()), ParallelPush::daemon);
    try {
      return push(sorted, reuse, threads);
    } finally {
      end(threads);
    }
  }

  /** After a failure, the other uploads are cancelled at the registry before the push ends. */
  private static void end(ExecutorService threads) {
    threads.shutdown();
    try {
      threads.awaitTermination(CANCEL_SECONDS, TimeUnit.SECONDS);
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

  private Map<BlobJob.Key, PushedBlob> push(
      List<BlobJob> sorted, Reuse reuse, ExecutorService threads) {
    Map<BlobJob.Key, PushedBlob> done = new ConcurrentHashMap<>();
    var running = new ExecutorCompletionService<Void>(threads);
    for (BlobJob job : sorted) {
      running.submit(() -> done.put(job.key(), push(job, reuse)), null);
    }
    try {
      for (int i = 0; i < sorted.size(); i++) {
        running.take().get();
      }
      return done;
    } catch (ExecutionException e) {
      run.cancellation().cancel();
      if (e.getCause() instanceof BerthException known) {
        throw known;
      }
      throw new IllegalStateException("a push failed unexpectedly", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.cancellation().cancel();
      throw Cancellation.failure();
    }
  }

  private PushedBlob push(BlobJob job, Reuse reuse) {
    // A dry run sends nothing that another push could find in the registry.
    return run.dryRun()
        ? blobs.push(job, reuse)
        : run.shared().blobs().once(key(job), () -> blobs.push(job, reuse));
  }

  private String key(BlobJob job) {
    return run.repository() + " " + run.compression() + " " + job.key();
  }
}
