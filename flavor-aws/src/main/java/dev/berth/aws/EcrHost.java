package dev.berth.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of the host of a private registry (Amazon ECR User Guide, "Private registry" and
 * "Making requests over dual-stack endpoints").
 *
 * @param account the registry's account, twelve digits
 * @param region the registry's region
 * @param fips whether it is the FIPS 140 endpoint
 * @param dualStack whether it supports IPv6 too
 */
public record EcrHost(String account, String region, boolean fips, boolean dualStack) {
  private static final Pattern HOST =
      Pattern.compile(
          "(\\d{12})\\.dkr[.-]ecr(-fips)?\\.([a-z]{2,4}(?:-[a-z]+)+-\\d{1,2})\\.(?:amazonaws\\.(?:com(?:\\.cn)?|eu)"
              + "|(on)\\.(?:aws|amazonwebservices\\.(?:com\\.cn|eu))"
              + "|sc2s\\.sgov\\.gov|c2s\\.ic\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");

  /** Parses a host; empty if it is not the host of a private registry. */
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
