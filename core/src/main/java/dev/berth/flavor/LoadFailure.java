package dev.berth.flavor;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains to a user why a class could not be loaded or instantiated. */
final class LoadFailure {
  private static final Pattern CLASS_FILE_VERSION =
      Pattern.compile("class file version (\\d+)\\.\\d+");
  // Class file version 45 is JDK 1.1; each release adds one.
  private static final int VERSION_OF_JAVA_0 = 44;

  private LoadFailure() {}

  static String reason(Throwable failure) {
    Throwable error = unwrapped(failure);
    if (error instanceof UnsupportedClassVersionError) {
      Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(error.getMessage()));
      String needed =
          version.find()
              ? "Java " + (Integer.parseInt(version.group(1)) - VERSION_OF_JAVA_0)
              : "a newer Java";
      return "it is built for " + needed + "; this is Java " + Runtime.version().feature();
    }
    if (error instanceof StackOverflowError) {
      return "it recurses without end";
    }
    if (error instanceof ClassNotFoundException && error.getCause() instanceof IOException e) {
      return "its jar is damaged: " + e.getMessage();
    }
    return missingClass(error)
        .map(name -> "it needs the class " + name + ", which is missing")
        .orElseGet(error::toString);
  }

  /** The name of the missing class; empty if the failure has another reason. */
  static Optional<String> missingClass(Throwable failure) {
    for (@Nullable Throwable error = failure; error != null; error = error.getCause()) {
      boolean missing =
          error instanceof NoClassDefFoundError || error instanceof ClassNotFoundException;
      String name = String.valueOf(error.getMessage());
      // "Could not initialize class x" does not mean that the class is missing.
      if (missing && !name.contains(" ")) {
        return Optional.of(name.replace('/', '.'));
      }
    }
    return Optional.empty();
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable error = failure;
    while (error.getCause() != null
        && (error instanceof InvocationTargetException
            || error instanceof ExecutionException
            || error instanceof ExceptionInInitializerError)) {
      error = error.getCause();
    }
    return error;
  }
}
