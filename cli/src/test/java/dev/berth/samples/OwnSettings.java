package dev.berth.samples;

import dev.berth.BerthHome;
import dev.berth.Registries;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

final class OwnSettings {
  /** Opens registries in a folder, with credentials from the given variables only. */
  static Registries open(Path folder, Map<String, String> variables) {
    BerthHome home = BerthHome.find(folder, variables, folder, folder, Optional.empty());
    return Registries.builder().home(home).environment(variables).open();
  }
}
