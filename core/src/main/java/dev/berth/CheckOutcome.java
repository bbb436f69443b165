package dev.berth;

import dev.berth.spi.Check;

/**
 * The result of one check.
 *
 * @param check the check's name
 * @param result its result
 */
public record CheckOutcome(String check, Check.Result result) {}
