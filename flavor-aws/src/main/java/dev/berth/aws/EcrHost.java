package dev.berth.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the host of a private registry says (Amazon ECR User Guide, "Private registry" and "Making
 * requests over dual-stack endpoints").
 *
 * @param account the twelve digits of the account that the registry is of
 * @param region the registry's region
 * @param fips whether it is the endpoint that meets FIPS 140
 * @param dualStack whether it is reached over IPv6 too
 */
public record EcrHost(String account, String region, boolean fips, boolean dualStack) {
  private static final Pattern HOST =
      Pattern.compile(
          "(\\d{12})\\.dkr[.-]ecr(-fips)?\\.([a-z]{2,4}(?:-[a-z]+)+-\\d{1,2})\\.(?:amazonaws\\.(?:com(?:\\.cn)?|eu)"
              + "|(on)\\.(?:aws|amazonwebservices\\.(?:com\\.cn|eu))"
              + "|sc2s\\.sgov\\.gov|c2s\\.ic\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");

  /** Reads a host; empty where it is none of a private registry. */
  public static Optional<EcrHost> find(String host) {
    Matcher matcher = HOST.matcher(host);
    return matcher.matches()
        ? Optional.of(
            new EcrHost(
                matcher.group(1),
                matcher.group(3),
                matcher.group(2) != null,
                matcher.group(4) != null))
        : Optional.empty();
  }
}
