package dev.berth.flavor;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;

/** Decides whether a custom flavor may run. */
@FunctionalInterface
public interface CodeConsent {
  /**
   * Called before any class of the flavor is loaded.
   *
   * @param className the flavor's class
   * @param classPath jars and folders of classes
   * @throws BerthException {@link ErrorCode#FLAVOR} when the user has not allowed it
   */
  void require(String className, List<Path> classPath);
}
