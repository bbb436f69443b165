package dev.berth.push.compress;

/** A compressed format whose blocks can be compressed apart from each other. */
interface BlockFormat {
  BlockEncoder encoder();

  byte[] header();

  /**
   * What follows the last block.
   *
   * @param crc the CRC-32 of all that was read
   * @param size how many bytes were read
   */
  byte[] trailer(int crc, long size);
}
