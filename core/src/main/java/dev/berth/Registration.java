package dev.berth;

import dev.berth.store.RegisteredRegistry;
import java.util.Optional;

/**
 * A registry that has just been registered.
 *
 * @param registry what is stored now
 * @param notice what its flavor says that the user should know
 */
public record Registration(RegisteredRegistry registry, Optional<String> notice) {}
