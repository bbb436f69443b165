package dev.berth.push.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Compresses layers, several at once, with one pool of threads and a bounded set of buffers.
 *
 * <p>A layer is cut in blocks of one size, which are compressed apart from each other, so that the
 * same layer always becomes the same bytes, whatever the number of threads. There are at most one
 * block for each running {@link #compress} and {@code 2 * (threads + 1)} more, of about 2 MiB each.
 */
public final class LayerCompressor implements AutoCloseable {
  private final BlockFormat format;
  private final ExecutorService pool;
  private final Semaphore spare;
  private final ConcurrentLinkedQueue<Block> free = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<BlockEncoder> encoders = new ConcurrentLinkedQueue<>();

  /**
   * @param compression the format to write
   * @param threads how many threads compress, at least 1; the threads that call {@link #compress}
   *     read, hash and write and are not among them
   */
  public LayerCompressor(Compression compression, int threads) {
    this.format = compression.format();
    this.spare = new Semaphore(2 * (threads + 1));
    this.pool = Executors.newFixedThreadPool(threads, LayerCompressor::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "layer-compressor");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Compresses a layer; may be called by several threads at once.
   *
   * @param layer read to its end, not closed
   * @param out written in order, not flushed, not closed
   * @throws IOException what reading or writing throws, as it is
   * @throws java.io.InterruptedIOException when the calling thread is interrupted
   */
  public CompressedLayer compress(InputStream layer, OutputStream out) throws IOException {
    try (BlockPipeline blocks = new BlockPipeline(this, format, out)) {
      return blocks.run(layer);
    }
  }

  /** How many blocks are there for whoever wants one more. */
  int spareBlocks() {
    return spare.availablePermits();
  }

  /** Whether a pipeline may take a block besides those that it has in flight. */
  boolean mayHaveAnother() {
    return spare.tryAcquire();
  }

  Block take() {
    Block block = free.poll();
    return block == null ? new Block() : block;
  }

  /** Takes a block back; {@code another} when it was taken besides others. */
  void giveBack(Block block, boolean another) {
    free.add(block);
    if (another) {
      spare.release();
    }
  }

  Future<?> submit(Block block) throws IOException {
    try {
      return pool.submit(() -> encode(block));
    } catch (RejectedExecutionException e) {
      throw new IOException("the compressor was closed", e);
    }
  }

  private void encode(Block block) {
    if (block.isAbandoned()) {
      return;
    }
    BlockEncoder idle = encoders.poll();
    BlockEncoder encoder = idle == null ? format.encoder() : idle;
    try {
      encoder.encode(block);
    } finally {
      encoders.add(encoder);
    }
  }

  /** Ends the threads; a compression that still runs fails. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      // What is in flight takes milliseconds; only then is the native memory nobody's.
      if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
        encoders.forEach(BlockEncoder::close);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    free.clear();
  }
}
