package dev.berth.samples;

import dev.berth.PushOptions;
import dev.berth.PushedImage;
import dev.berth.Registries;
import dev.berth.push.PushListener;

final class PushWithOptions {
  /** Pushes {@code :1.0} of the registry's default repository, from an OCI layout. */
  static PushedImage push(Registries registries, String registry, String layout) {
    PushOptions options = PushOptions.DEFAULTS.from("oci:" + layout).to(registry);
    registries.push(":1.0", options.asDryRun(), PushListener.NONE);
    return registries.push(":1.0", options, PushListener.NONE);
  }
}
