package dev.berth.push.compress;

import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * One layer on its way through the compressor: its thread reads, hashes and writes. A pipeline
 * always has one block, and more while some are available, so none waits for another one.
 */
final class BlockPipeline implements AutoCloseable {
  private record InFlight(Block block, Future<?> done) {}

  private final LayerCompressor compressor;
  private final BlockFormat format;
  private final OutputStream out;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private final MessageDigest inputHash = Digests.start();
  private final MessageDigest outputHash = Digests.start();
  private final byte[] history = new byte[Block.HISTORY];
  private long inputSize;
  private long outputSize;
  private int crc;

  BlockPipeline(LayerCompressor compressor, BlockFormat format, OutputStream out) {
    this.compressor = compressor;
    this.format = format;
    this.out = out;
  }

  CompressedLayer run(InputStream layer) throws IOException {
    byte[] header = format.header();
    write(header, header.length);
    boolean more = true;
    while (more) {
      makeRoom();
      more = readBlock(layer);
    }
    while (!inFlight.isEmpty()) {
      writeOldest();
    }
    byte[] trailer = format.trailer(crc, inputSize);
    write(trailer, trailer.length);
    Digest diffId = Digests.end(inputHash);
    return new CompressedLayer(diffId, inputSize, Digests.end(outputHash), outputSize);
  }

  private void makeRoom() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    while (!inFlight.isEmpty() && inFlight.getFirst().done().isDone()) {
      writeOldest();
    }
    while (!inFlight.isEmpty() && !compressor.mayHaveAnother()) {
      writeOldest();
    }
  }

  private boolean readBlock(InputStream layer) throws IOException {
    Block block = compressor.take();
    boolean submitted = false;
    try {
      int length = layer.readNBytes(block.input, 0, Block.SIZE);
      // An empty layer has one block, which is empty.
      if (length > 0 || inputSize == 0) {
        prepare(block, length);
        inFlight.addLast(new InFlight(block, compressor.submit(block)));
        submitted = true;
        hash(block, length);
      }
      return length == Block.SIZE;
    } finally {
      if (!submitted) {
        compressor.giveBack(block, !inFlight.isEmpty());
      }
    }
  }

  private void prepare(Block block, int length) {
    block.begin(length);
    if (inputSize > 0) {
      System.arraycopy(history, 0, block.history, 0, Block.HISTORY);
      block.historyLength = Block.HISTORY;
    }
    if (length == Block.SIZE) {
      block.copyHistory(history);
    }
  }

  private void hash(Block block, int length) {
    inputHash.update(block.input, 0, length);
    inputSize += length;
  }

  private void writeOldest() throws IOException {
    InFlight oldest = inFlight.getFirst();
    try {
      oldest.done().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IOException("a layer cannot be compressed", e.getCause());
    }
    Block block = oldest.block();
    write(block.output, block.outputLength);
    crc = Crc.combine(crc, block.crc, block.length);
    inFlight.removeFirst();
    compressor.giveBack(block, !inFlight.isEmpty());
  }

  private static InterruptedIOException interrupted() {
    return new InterruptedIOException("the compression of a layer was interrupted");
  }

  private void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    outputHash.update(bytes, 0, length);
    outputSize += length;
  }

  /** Returns the blocks of a failed layer, once no thread works on them. */
  @Override
  public void close() {
    inFlight.forEach(each -> each.block().abandon());
    boolean interrupted = false;
    while (!inFlight.isEmpty()) {
      try {
        inFlight.getFirst().done().get();
      } catch (InterruptedException e) {
        interrupted = true;
        continue;
      } catch (ExecutionException e) {
        // Reported already, or less important than the failure that was.
      }
      Block block = inFlight.removeFirst().block();
      compressor.giveBack(block, !inFlight.isEmpty());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
