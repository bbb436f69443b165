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
 * <p>A layer is cut into blocks of one size, which are compressed independently: the same layer
 * always becomes the same bytes, for any number of threads. Each running {@link #compress} has at
 * least one block, and all share {@code 2 * (threads + 1)} more, of about 2 MiB each.
 */
public final class LayerCompressor implements AutoCloseable {
  private final Compression compression;
  private final ExecutorService pool;
  private final Semaphore spare;
  private final ConcurrentLinkedQueue<Block> free = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<BlockEncoder> encoders = new ConcurrentLinkedQueue<>();

  /**
   * @param compression the format to write; with {@link Compression#NONE} layers are copied
   * @param threads how many threads compress, at least 1; the threads that call {@link #compress}
   *     read, hash and write and are not among them
   */
  public LayerCompressor(Compression compression, int threads) {
    this.compression = compression;
    this.spare = new Semaphore(2 * (threads + 1));
    this.pool = Executors.newFixedThreadPool(threads, LayerCompressor::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "layer-compressor");
    thread.setDaemon(true);
    return thread;
  }

  /** The format that is written. */
  public Compression compression() {
    return compression;
  }

  /**
   * Compresses a layer; may be called by several threads at once.
   *
   * @param layer read to its end, not closed
   * @param out written in order, not flushed, not closed
   * @throws IOException when reading or writing fails
   * @throws java.io.InterruptedIOException when the calling thread is interrupted
   */
  public CompressedLayer compress(InputStream layer, OutputStream out) throws IOException {
    if (compression == Compression.NONE) {
      return LayerCopy.of(layer, out);
    }
    try (BlockPipeline blocks = new BlockPipeline(this, compression.format(), out)) {
      return blocks.run(layer);
    }
  }

  /** The number of blocks that are still available. */
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
    BlockEncoder encoder = idle == null ? compression.format().encoder() : idle;
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
      // Running tasks end within milliseconds; only then the native memory can be freed.
      if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
        encoders.forEach(BlockEncoder::close);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    free.clear();
  }
}
