package dev.berth.config;

/** A value, or a part of one, that a property cannot have. */
final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * @param path where in the property's value, for instance {@code [0].url}; may be empty
   * @param message continues "property 'x' ..."
   */
  InvalidValueException(String path, String message) {
    super(message);
    this.path = path;
  }

  String path() {
    return path;
  }
}
