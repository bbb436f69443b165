package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what flavors are compiled against, so that nobody changes it by accident. */
class ApiTest {
  private static final Path RECORDED = Path.of("src/test/resources/api.txt");
  private static final String UPDATE = "api.update";

  @Test
  void theSignaturesAreThoseThatAreRecorded() throws IOException {
    String api = api();

    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(RECORDED, api);
    }

    assertEquals(
        Files.readString(RECORDED),
        api,
        "what flavors are compiled against has changed. If that is meant, record it:"
            + " ./mvnw test -pl base -am -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false -D"
            + UPDATE
            + "=true");
  }

  @Test
  void eachTypeSaysSinceWhichVersionItExists() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<Path> without =
          sources
              .filter(source -> source.toString().endsWith(".java"))
              .filter(source -> read(source).contains("\npublic "))
              .filter(source -> !read(source).contains("\n * @since "))
              .toList();

      assertEquals(List.of(), without);
    }
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String api() {
    return new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.berth.spi", "dev.berth.reference")
            .stream()
            .map(JavaClass::reflect)
            .filter(ApiTest::isVisible)
            .sorted(Comparator.comparing(Class::getName))
            .map(ApiTest::describe)
            .collect(Collectors.joining("\n"));
  }

  private static boolean isVisible(Class<?> type) {
    return isVisible(type.getModifiers())
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String describe(Class<?> type) {
    Stream<String> fields =
        Stream.of(type.getDeclaredFields())
            .filter(field -> isVisible(field.getModifiers()))
            .map(ApiTest::describe);
    Stream<String> constructors =
        Stream.of(type.getDeclaredConstructors()).filter(ApiTest::isApi).map(ApiTest::describe);
    Stream<String> methods =
        Stream.of(type.getDeclaredMethods()).filter(ApiTest::isApi).map(ApiTest::describe);
    return Stream.of(fields, constructors, methods)
        .flatMap(it -> it.sorted())
        .map(line -> "  " + line + "\n")
        .collect(Collectors.joining("", header(type) + "\n", ""));
  }

  private static boolean isApi(Executable member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  private static String header(Class<?> type) {
    Stream<Type> supertypes =
        Stream.concat(
            Stream.ofNullable(type.getGenericSuperclass())
                .filter(it -> it != Object.class && it != Record.class),
            Stream.of(type.getGenericInterfaces()));
    String above = supertypes.map(Type::getTypeName).collect(Collectors.joining(", "));
    // JDKs differ in whether they write this word; what may extend the type says the same.
    String name = type.toGenericString().replaceFirst("(non-)?sealed ", "");
    String below =
        type.isSealed()
            ? Stream.of(type.getPermittedSubclasses())
                .map(Class::getName)
                .collect(Collectors.joining(", ", " permits ", ""))
            : "";
    return name + (above.isEmpty() ? "" : " : " + above) + below;
  }

  private static String describe(Field field) {
    return "%s %s %s"
        .formatted(
            Modifier.toString(field.getModifiers()),
            field.getGenericType().getTypeName(),
            field.getName());
  }

  private static String describe(Constructor<?> constructor) {
    return Modifier.toString(constructor.getModifiers()) + " new" + parameters(constructor);
  }

  private static String describe(Method method) {
    return "%s %s %s%s"
        .formatted(
            Modifier.toString(method.getModifiers()),
            method.getGenericReturnType().getTypeName(),
            method.getName(),
            parameters(method));
  }

  private static String parameters(Executable member) {
    List<String> texts = Stream.of(member.getParameters()).map(ApiTest::describe).toList();
    return "(" + String.join(", ", texts) + ")";
  }

  /** Records' parameters have names that callers see. */
  private static String describe(Parameter parameter) {
    return parameter.getParameterizedType().getTypeName() + " " + parameter.getName();
  }
}
