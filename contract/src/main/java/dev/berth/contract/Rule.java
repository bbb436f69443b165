package dev.berth.contract;

/** A rule of the contract. */
enum Rule {
  SERVICE_FILE("the jar lists the flavor's class in META-INF/services"),
  LOADS_ALONE("flavor and configuration load without the libraries of the implementation"),
  PROPERTIES("every property has a type that can be set"),
  DESCRIPTIONS("every property says what it means"),
  CONSTRAINTS("every constraint is evaluated"),
  REGISTERS("the flavor can be registered, and a registry with it"),
  SHOWN("a registered registry shows the properties that were given"),
  CHECKS("the checks run without a fault of the flavor"),
  CHECK_NAMES("checks are named by the common words, or begin with the flavor's name"),
  REMEDIES("a check that fails has a remedy"),
  CHANGE_NOTHING("checks and a dry run change nothing in the registry"),
  REPEATABLE("a second run of the checks has the same results"),
  PUSH("a push reaches the registry, or a check stops it"),
  CREATED_ONCE("a second push does not create again what the first one created"),
  SECRETS("no message has a secret"),
  LEFTOVERS("no thread is left after the registry is closed"),
  CLOSED("no file and no connection is open after the registry is closed");

  private final String meaning;

  Rule(String meaning) {
    this.meaning = meaning;
  }

  /** The name in results, for instance {@code loads-alone}. */
  String id() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  String meaning() {
    return meaning;
  }
}
