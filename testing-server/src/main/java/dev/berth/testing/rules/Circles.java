package dev.berth.testing.rules;

import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The classes that need each other, directly or by way of others: the strongly connected components
 * of the graph of top-level classes (Tarjan's algorithm).
 */
final class Circles {
  private final Map<String, Set<String>> needs;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final List<List<String>> circles = new ArrayList<>();

  private Circles(Map<String, Set<String>> needs) {
    this.needs = needs;
  }

  /** All circles, and each class that is in none by itself. */
  static List<List<String>> of(Collection<JavaClass> classes) {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (JavaClass type : classes) {
      needs.computeIfAbsent(topLevel(type), it -> new TreeSet<>()).addAll(needs(type));
    }
    var circles = new Circles(needs);
    needs.keySet().stream().filter(it -> !circles.numbers.containsKey(it)).forEach(circles::visit);
    return circles.circles;
  }

  private static Set<String> needs(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(Circles::topLevel)
        .collect(toCollection(TreeSet::new));
  }

  private static String topLevel(JavaClass type) {
    return type.getBaseComponentType().getName().replaceFirst("\\$.*", "");
  }

  private void visit(String type) {
    numbers.put(type, numbers.size());
    lowest.put(type, number(type));
    open.push(type);
    for (String needed : needs.getOrDefault(type, Set.of())) {
      if (!needs.containsKey(needed)) {
        continue;
      }
      if (!numbers.containsKey(needed)) {
        visit(needed);
        lower(type, lowest.getOrDefault(needed, 0));
      } else if (open.contains(needed)) {
        lower(type, number(needed));
      }
    }
    if (number(type) == lowest.getOrDefault(type, -1)) {
      close(type);
    }
  }

  private int number(String type) {
    return numbers.getOrDefault(type, -1);
  }

  private void lower(String type, int number) {
    lowest.merge(type, number, Math::min);
  }

  private void close(String first) {
    List<String> circle = new ArrayList<>();
    String type;
    do {
      type = open.pop();
      circle.add(type);
    } while (!type.equals(first));
    circles.add(List.copyOf(circle));
  }
}
