package dev.berth.push.compress;

/** A compressed format whose blocks can be compressed independently. */
interface BlockFormat {
  BlockEncoder encoder();

  byte[] header();

  /**
   * The bytes after the last block.
   *
   * @param crc the CRC-32 of all bytes read
   * @param size how many bytes were read
   */
  byte[] trailer(int crc, long size);
}
