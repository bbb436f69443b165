package dev.berth;

import dev.berth.auth.AuthFiles;
import dev.berth.auth.SecretStore;
import dev.berth.auth.SecretValues;
import dev.berth.config.ConfigBinder;
import dev.berth.config.ValidatedConfigs;
import dev.berth.push.RegistryAccess;
import java.nio.file.Path;
import java.util.Map;

/**
 * The services that all opened registries share.
 *
 * @param environment the environment variables
 * @param binder binds configurations
 * @param validated which configurations need not be validated again
 * @param secrets the user's secrets
 * @param authFiles Docker's and Podman's files
 * @param access opens clients for checks
 * @param activity records the current step
 * @param sourceRoot the folder that a project's paths may not lead out of
 */
record HostServices(
    Map<String, String> environment,
    ConfigBinder binder,
    ValidatedConfigs validated,
    SecretValues secrets,
    AuthFiles authFiles,
    RegistryAccess.Factory access,
    Activity activity,
    Path sourceRoot) {
  static HostServices open(
      Map<String, String> environment, BerthHome home, RegistryAccess.Factory access) {
    return new HostServices(
        environment,
        new ConfigBinder(),
        new ValidatedConfigs(home.cache()),
        new SecretValues(environment, new SecretStore(home.userFolder(), environment)),
        new AuthFiles(environment, home.userHome()),
        access,
        new Activity(),
        home.sourceRoot());
  }

  /** What is being done now, for a command that ends at its limit. */
  static final class Activity {
    private volatile String now = "nothing was begun";

    void begin(String what) {
      now = what;
    }

    @Override
    public String toString() {
      return now;
    }
  }
}
