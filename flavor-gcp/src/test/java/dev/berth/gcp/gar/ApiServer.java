package dev.berth.gcp.gar;

import com.google.cloud.location.GetLocationRequest;
import com.google.cloud.location.ListLocationsRequest;
import com.google.cloud.location.ListLocationsResponse;
import com.google.cloud.location.Location;
import com.google.cloud.location.LocationsGrpc;
import com.google.devtools.artifactregistry.v1.ArtifactRegistryGrpc;
import com.google.devtools.artifactregistry.v1.CreateRepositoryRequest;
import com.google.devtools.artifactregistry.v1.GetRepositoryRequest;
import com.google.devtools.artifactregistry.v1.GetTagRequest;
import com.google.devtools.artifactregistry.v1.ListRepositoriesRequest;
import com.google.devtools.artifactregistry.v1.ListRepositoriesResponse;
import com.google.devtools.artifactregistry.v1.Repository;
import com.google.devtools.artifactregistry.v1.Tag;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Artifact Registry's API over gRPC, as far as the flavor asks it. */
final class ApiServer extends ArtifactRegistryGrpc.ArtifactRegistryImplBase
    implements AutoCloseable {
  final Map<String, Repository> repositories = new ConcurrentHashMap<>();
  final Map<String, Tag> tags = new ConcurrentHashMap<>();
  final Set<String> locations = ConcurrentHashMap.newKeySet();
  final Set<String> silentLocations = ConcurrentHashMap.newKeySet();
  final Set<String> permissions = ConcurrentHashMap.newKeySet();

  /** What methods fail with, by their names, for instance {@code GetTag}. */
  final Map<String, Status> failures = new ConcurrentHashMap<>();

  /** The methods that were called, and with which headers. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  final Set<String> authorizations = ConcurrentHashMap.newKeySet();
  final Set<String> clients = ConcurrentHashMap.newKeySet();
  final Set<String> routes = ConcurrentHashMap.newKeySet();
  final Set<String> quotaProjects = ConcurrentHashMap.newKeySet();

  /** Run when a repository is about to be made. */
  volatile Runnable beforeCreation = () -> {};

  private final Server server;

  ApiServer() throws IOException {
    this(InsecureServerCredentials.create());
  }

  /** One that speaks TLS, or not. */
  ApiServer(ServerCredentials credentials) throws IOException {
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
            .addService(this)
            .addService(new Locations())
            .addService(new Operations())
            .intercept(new Recorder())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  static Status failure(Code code, String message) {
    return Status.newBuilder().setCode(code.getNumber()).setMessage(message).build();
  }

  /** A failure of its own for each call: its trailers are not to be shared. */
  static StatusRuntimeException thrown(Status failure) {
    return StatusProto.toStatusRuntimeException(failure);
  }

  static Status failure(Code code, String message, String reason, String consumer) {
    var info =
        ErrorInfo.newBuilder()
            .setReason(reason)
            .setDomain("googleapis.com")
            .putMetadata("consumer", "projects/" + consumer)
            .build();
    return failure(code, message).toBuilder().addDetails(Any.pack(info)).build();
  }

  @Override
  public void getRepository(GetRepositoryRequest request, StreamObserver<Repository> observer) {
    answer(observer, () -> found(repositories, request.getName()));
  }

  @Override
  public void getTag(GetTagRequest request, StreamObserver<Tag> observer) {
    answer(observer, () -> found(tags, request.getName()));
  }

  @Override
  public void testIamPermissions(
      TestIamPermissionsRequest request, StreamObserver<TestIamPermissionsResponse> observer) {
    answer(
        observer,
        () ->
            TestIamPermissionsResponse.newBuilder()
                .addAllPermissions(
                    request.getPermissionsList().stream().filter(permissions::contains).toList())
                .build());
  }

  @Override
  public void createRepository(
      CreateRepositoryRequest request, StreamObserver<Operation> observer) {
    String name = request.getParent() + "/repositories/" + request.getRepositoryId();
    answer(
        observer,
        () -> {
          beforeCreation.run();
          Repository made = request.getRepository().toBuilder().setName(name).build();
          if (repositories.putIfAbsent(name, made) != null) {
            throw thrown(failure(Code.ALREADY_EXISTS, "the repository already exists"));
          }
          return Operation.newBuilder().setName("operations/" + name).build();
        });
  }

  @Override
  public void listRepositories(
      ListRepositoriesRequest request, StreamObserver<ListRepositoriesResponse> observer) {
    answer(
        observer,
        () -> {
          if (silentLocations.contains(request.getParent())) {
            throw thrown(failure(Code.PERMISSION_DENIED, "denied in " + request.getParent()));
          }
          return ListRepositoriesResponse.newBuilder()
              .addAllRepositories(
                  repositories.values().stream()
                      .filter(it -> it.getName().startsWith(request.getParent() + "/"))
                      .toList())
              .build();
        });
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> answer) {
    T value;
    try {
      value = answer.get();
    } catch (StatusRuntimeException e) {
      observer.onError(e);
      return;
    }
    observer.onNext(value);
    observer.onCompleted();
  }

  private static <T> T found(Map<String, T> all, String name) {
    T value = all.get(name);
    if (value == null) {
      throw thrown(failure(Code.NOT_FOUND, "Requested entity was not found."));
    }
    return value;
  }

  private static Location location(String name) {
    return Location.newBuilder()
        .setName(name)
        .setLocationId(name.substring(name.lastIndexOf('/') + 1))
        .build();
  }

  private final class Locations extends LocationsGrpc.LocationsImplBase {
    @Override
    public void listLocations(
        ListLocationsRequest request, StreamObserver<ListLocationsResponse> observer) {
      answer(
          observer,
          () ->
              ListLocationsResponse.newBuilder()
                  .addAllLocations(
                      locations.stream()
                          .filter(name -> name.startsWith(request.getName() + "/"))
                          .map(ApiServer::location)
                          .toList())
                  .build());
    }

    @Override
    public void getLocation(GetLocationRequest request, StreamObserver<Location> observer) {
      answer(
          observer,
          () -> {
            if (!locations.contains(request.getName())) {
              throw thrown(failure(Code.NOT_FOUND, "Location was not found."));
            }
            return Location.newBuilder().setName(request.getName()).build();
          });
    }
  }

  /** Every operation is done when it is asked for. */
  private final class Operations extends OperationsGrpc.OperationsImplBase {
    @Override
    public void getOperation(GetOperationRequest request, StreamObserver<Operation> observer) {
      String name = request.getName().substring("operations/".length());
      answer(
          observer,
          () ->
              Operation.newBuilder()
                  .setName(request.getName())
                  .setDone(true)
                  .setResponse(Any.pack(found(repositories, name)))
                  .build());
    }
  }

  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
      calls.add(method);
      add(authorizations, headers, "authorization");
      add(quotaProjects, headers, "x-goog-user-project");
      add(clients, headers, "x-goog-api-client");
      add(routes, headers, "x-goog-request-params");
      Status answer = failures.get(method);
      if (answer == null) {
        return next.startCall(call, headers);
      }
      StatusRuntimeException failure = thrown(answer);
      call.close(failure.getStatus(), Objects.requireNonNull(failure.getTrailers()));
      return new ServerCall.Listener<>() {};
    }

    private void add(Set<String> values, Metadata headers, String name) {
      String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
      values.add(value == null ? "none" : value);
    }
  }
}
