package dev.berth.push.compress;

/** Compresses one block after the other, by one thread at a time; holds native memory. */
interface BlockEncoder extends AutoCloseable {
  void encode(Block block);

  @Override
  void close();
}
