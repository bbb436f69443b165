package dev.berth.contract;

import dev.berth.PushOptions;
import dev.berth.Registries;
import dev.berth.check.CheckOutcome;
import dev.berth.check.CheckReport;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules on pushes: a dry run, a push, and a second one when the first one created something.
 */
final class PushRules {
  private static final Set<ErrorCode> STOPPED =
      Set.of(ErrorCode.PREREQUISITE, ErrorCode.CREDENTIALS);

  private final Registries registries;
  private final String image;
  private final PushOptions options;
  private final Messages messages;
  private final Map<Rule, List<String>> problems;

  /**
   * @param registry the name of the registry
   * @param image the image that is pushed
   */
  PushRules(
      Registries registries,
      String registry,
      String image,
      Messages messages,
      Map<Rule, List<String>> problems) {
    this.registries = registries;
    this.image = image;
    this.options = PushOptions.DEFAULTS.to(registry);
    this.messages = messages;
    this.problems = problems;
  }

  /** Tries a push, and returns why it would fail. */
  Optional<BerthException> dryRun() {
    return failure(options.asDryRun());
  }

  /**
   * Pushes.
   *
   * @param dryRun why the dry run failed
   * @param engine counts the pushes of the registries
   * @param checked what the checks reported before
   */
  void examine(Optional<BerthException> dryRun, CountingEngine engine, CheckReport checked) {
    messages.done();
    Optional<BerthException> stopped = failure(options);
    List<String> done = messages.done();
    List<String> found = new ArrayList<>();
    stopped
        .or(() -> dryRun)
        .filter(it -> !STOPPED.contains(it.code()))
        .ifPresent(it -> found.add(Messages.of(it)));
    if (stopped.isEmpty() && engine.pushes() != 1) {
      found.add("a push of one image moved %d".formatted(engine.pushes()));
    }
    problems.put(Rule.PUSH, found);
    boolean created = stopped.isEmpty() && !done.isEmpty();
    problems.put(Rule.CREATED_ONCE, created ? again(done, checked) : List.of());
  }

  /** What a second push does again. A service that does not respond proves nothing. */
  private List<String> again(List<String> done, CheckReport checked) {
    List<String> found = new ArrayList<>();
    failure(options)
        .filter(it -> it.code() != ErrorCode.TRANSIENT)
        .ifPresent(it -> found.add("a second push fails: " + Messages.of(it)));
    Set<String> before = new HashSet<>(done);
    messages.done().stream()
        .filter(before::contains)
        .map(it -> "%s: a second push '%s' again".formatted(check(it, checked), it))
        .forEach(found::add);
    return found;
  }

  /** The check whose result has the action. */
  private static String check(String done, CheckReport checked) {
    return checked.outcomes().stream()
        .filter(it -> it.result().preparation().filter(p -> p.done().equals(done)).isPresent())
        .map(CheckOutcome::check)
        .findFirst()
        .map("check '%s'"::formatted)
        .orElse("a check");
  }

  private Optional<BerthException> failure(PushOptions pushed) {
    try {
      registries.push(image, pushed, messages);
      return Optional.empty();
    } catch (BerthException e) {
      messages.add(Messages.of(e));
      return Optional.of(e);
    }
  }
}
