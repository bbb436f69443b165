package dev.berth.spi;

import java.util.function.Supplier;

/**
 * One prerequisite of a push, and how it is looked at.
 *
 * @param name what it is called in results, for instance {@code repository}: {@code
 *     [a-z0-9][a-z0-9-]*}
 * @param look looks, and changes nothing. Runs in a thread of its own beside the other checks, with
 *     the flavor's class loader as the thread's, and is given up after some seconds, which then is
 *     {@link CheckStatus#UNKNOWN}. A {@link BerthException} with {@link ErrorCode#PREREQUISITE} or
 *     {@link ErrorCode#CREDENTIALS} that it throws is a failure whose hints are the remedy; any
 *     other is {@link CheckStatus#UNKNOWN}.
 */
public record Check(String name, Supplier<CheckResult> look) {}
