package dev.berth;

import dev.berth.spi.Check;

/**
 * What one check found.
 *
 * @param check the check's name
 * @param result what it found
 */
public record CheckOutcome(String check, Check.Result result) {}
