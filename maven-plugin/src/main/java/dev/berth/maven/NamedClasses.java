package dev.berth.maven;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The classes that a class file names in its signatures: of its superclass, interfaces, fields,
 * methods and constructors, with their type arguments and annotations, and the class that {@code
 * configClass()} returns. What a compiler adds for a body, such as lambdas, does not count, nor
 * annotations that are not kept at run time.
 */
final class NamedClasses {
  /** The member that names the supertypes. */
  static final String SUPERTYPES = "the superclass or an interface";

  private static final String CONFIG_CLASS = "configClass";

  private final Map<String, Set<String>> byMember = new TreeMap<>();
  private String member = "";

  private NamedClasses() {}

  /**
   * Reads a class file.
   *
   * @return the binary names of the classes by the member that names them, such as {@code the field
   *     client}
   * @throws IllegalArgumentException if it is of a newer Java than is known
   */
  static Map<String, Set<String>> of(byte[] classFile) {
    var type = new ClassNode();
    new ClassReader(classFile).accept(type, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    var named = new NamedClasses();
    named.addClass(type);
    type.fields.stream().filter(it -> isWritten(it.access)).forEach(named::addField);
    type.methods.stream().filter(it -> isWritten(it.access)).forEach(named::addMethod);
    return named.byMember;
  }

  /** Whether it is in the source. */
  private static boolean isWritten(int access) {
    return (access & Opcodes.ACC_SYNTHETIC) == 0;
  }

  private void addClass(ClassNode type) {
    member = SUPERTYPES;
    add(type.superName);
    type.interfaces.forEach(this::add);
    addTypeArguments(type.signature);
    member = "an annotation of the class";
    addAnnotations(type.visibleAnnotations);
    addAnnotations(type.visibleTypeAnnotations);
  }

  private void addField(FieldNode field) {
    member = "the field " + field.name;
    add(Type.getType(field.desc));
    addTypeArguments(field.signature);
    addAnnotations(field.visibleAnnotations);
    addAnnotations(field.visibleTypeAnnotations);
  }

  private void addMethod(MethodNode method) {
    member = method.name.equals("<init>") ? "a constructor" : "the method " + method.name + "()";
    add(Type.getMethodType(method.desc));
    addTypeArguments(method.signature);
    method.exceptions.forEach(this::add);
    addAnnotations(method.visibleAnnotations);
    addAnnotations(method.visibleTypeAnnotations);
    // ASM gives null for no parameter with an annotation.
    Stream.ofNullable(method.visibleParameterAnnotations)
        .flatMap(Stream::of)
        .forEach(this::addAnnotations);
    if (method.name.equals(CONFIG_CLASS)) {
      for (AbstractInsnNode step : method.instructions) {
        if (step instanceof LdcInsnNode constant && constant.cst instanceof Type type) {
          add(type);
        }
      }
    }
  }

  private void add(String internalName) {
    byMember.computeIfAbsent(member, it -> new TreeSet<>()).add(internalName.replace('/', '.'));
  }

  private void add(Type type) {
    switch (type.getSort()) {
      case Type.ARRAY -> add(type.getElementType());
      case Type.OBJECT -> add(type.getInternalName());
      case Type.METHOD -> {
        add(type.getReturnType());
        Stream.of(type.getArgumentTypes()).forEach(this::add);
      }
      default -> {
        // A primitive type.
      }
    }
  }

  private void addTypeArguments(@Nullable String signature) {
    if (signature != null) {
      new SignatureReader(signature).accept(new TypeArguments());
    }
  }

  /** ASM gives null for none. */
  private void addAnnotations(@Nullable List<? extends AnnotationNode> annotations) {
    if (annotations != null) {
      annotations.forEach(this::addAnnotation);
    }
  }

  private void addAnnotation(AnnotationNode annotation) {
    add(Type.getType(annotation.desc));
    Stream.ofNullable(annotation.values).flatMap(List::stream).forEach(this::addValue);
  }

  private void addValue(Object value) {
    if (value instanceof Type type) {
      add(type);
    } else if (value instanceof AnnotationNode annotation) {
      addAnnotation(annotation);
    } else if (value instanceof List<?> values) {
      values.forEach(this::addValue);
    }
  }

  /** Adds the classes in a generic signature. */
  private final class TypeArguments extends SignatureVisitor {
    private String current = "";

    TypeArguments() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitClassType(String name) {
      current = name;
      add(name);
    }

    /** An argument stands between a generic class and the one in it. */
    @Override
    public SignatureVisitor visitTypeArgument(char wildcard) {
      return new TypeArguments();
    }

    @Override
    public void visitInnerClassType(String name) {
      current = current + "$" + name;
      add(current);
    }
  }
}
