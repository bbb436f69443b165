package dev.berth.it.kit;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.EventRequestManager;
import com.sun.jdi.request.MethodEntryRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A debugger that stops a JVM, from when it first locks a file, before each of its calls to the
 * operating system that concern files. What then lies on disk is what would lie there if the JVM
 * were killed.
 */
public final class SteppedJvm implements AutoCloseable {
  // Nothing is written before it is locked, and stepping from the start would take long.
  private static final String LOCK = "sun.nio.ch.FileLockImpl";

  // Where the JDK leaves Java to open, write, sync, rename and remove files.
  private static final List<String> CALLS =
      List.of("sun.nio.fs.UnixNativeDispatcher", "*FileDispatcherImpl");

  private final ListeningConnector connector;
  private final Map<String, Connector.Argument> arguments;
  private final String address;

  /** Begins to listen for a JVM. */
  public SteppedJvm() {
    connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(each -> each.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    arguments = connector.defaultArguments();
    Objects.requireNonNull(arguments.get("localAddress")).setValue("127.0.0.1");
    try {
      address = connector.startListening(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What makes a JVM be stepped. */
  public String javaOptions() {
    return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address;
  }

  /**
   * Asks before each call whether to go on, until the JVM ends or, at an answer of false, stands
   * still for good.
   */
  public void step(BooleanSupplier goOn) {
    try {
      VirtualMachine jvm = connector.accept(arguments);
      ClassPrepareRequest locking = jvm.eventRequestManager().createClassPrepareRequest();
      locking.addClassFilter(LOCK);
      locking.enable();
      while (true) {
        EventSet events = jvm.eventQueue().remove();
        if (has(events, ClassPrepareEvent.class)) {
          stopAtCalls(jvm.eventRequestManager());
        }
        if (has(events, MethodEntryEvent.class) && !goOn.getAsBoolean()) {
          return;
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      // It has ended.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stepping", e);
    }
  }

  private static boolean has(EventSet events, Class<? extends Event> type) {
    return events.stream().anyMatch(type::isInstance);
  }

  private static void stopAtCalls(EventRequestManager requests) {
    for (String call : CALLS) {
      MethodEntryRequest request = requests.createMethodEntryRequest();
      request.addClassFilter(call);
      request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
      request.enable();
    }
  }

  @Override
  public void close() {
    try {
      connector.stopListening(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    }
  }
}
