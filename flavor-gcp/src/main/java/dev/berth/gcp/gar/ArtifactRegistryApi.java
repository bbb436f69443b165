package dev.berth.gcp.gar;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.longrunning.OperationTimedPollAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode;
import com.google.devtools.artifactregistry.v1.ArtifactRegistryClient;
import com.google.devtools.artifactregistry.v1.ArtifactRegistrySettings;
import com.google.devtools.artifactregistry.v1.stub.ArtifactRegistryStubSettings;
import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.ProxyServer;
import dev.berth.spi.support.SdkProxy;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ProxiedSocketAddress;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls the Artifact Registry API. Each call has its own connection, since there are few calls and
 * nothing would close a shared one.
 */
final class ArtifactRegistryApi {
  static final Duration CREATION_LIMIT = Duration.ofSeconds(60);

  private static final Duration CALL_LIMIT = Duration.ofSeconds(6);
  private static final URI PUBLIC = URI.create("https://artifactregistry.googleapis.com");

  private final GcpRegistryConfig config;
  private final SdkProxy proxy;
  private final URI endpoint;
  private final Supplier<BearerCredentials> login;

  ArtifactRegistryApi(GcpRegistryConfig config, SdkProxy proxy, Supplier<BearerCredentials> login) {
    this.config = config;
    this.proxy = proxy;
    this.endpoint = config.endpointOverride().orElse(PUBLIC);
    this.login = login;
  }

  /**
   * Calls the API.
   *
   * @param doing the action, for messages: {@code getting repository 'r'}
   * @return the response; empty for {@code NOT_FOUND}
   * @throws BerthException see {@link ApiFailure}
   */
  <T> Optional<T> find(String doing, Function<ArtifactRegistryClient, T> call) {
    BearerCredentials credentials = login.get();
    ManagedChannel channel = channel();
    try (var client = ArtifactRegistryClient.create(settings(channel, credentials))) {
      return Optional.of(call.apply(client));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (ApiException e) {
      throw ApiFailure.of(
          e, doing, endpoint.getAuthority(), config.path().project(), credentials.quotaProject());
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.REFUSED, "%s: the client cannot be created: %s".formatted(doing, e), e);
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel channel() {
    boolean plain = "http".equals(endpoint.getScheme());
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : plain ? 80 : 443;
    Optional<ProxyServer> route = proxy.find(Origin.of(endpoint));
    return Grpc.newChannelBuilderForAddress(
            endpoint.getHost(), port, plain ? InsecureChannelCredentials.create() : tls())
        .proxyDetector(target -> route.isPresent() ? through(route.get(), target) : null)
        .build();
  }

  private static ProxiedSocketAddress through(ProxyServer proxy, SocketAddress target)
      throws IOException {
    var address = new InetSocketAddress(proxy.origin().host(), proxy.origin().port());
    if (address.isUnresolved()) {
      throw new UnknownHostException("the proxy " + proxy);
    }
    return HttpConnectProxiedSocketAddress.newBuilder()
        .setTargetAddress((InetSocketAddress) target)
        .setProxyAddress(address)
        .setUsername(proxy.login().username().orElse(null))
        .setPassword(proxy.login().password().orElse(null))
        .build();
  }

  private ChannelCredentials tls() {
    // The certificates are for the registry; Google's public endpoint uses Java's.
    Optional<String> certificates =
        config.endpointOverride().isPresent() ? config.caCertificate() : Optional.empty();
    var tls = TlsChannelCredentials.newBuilder();
    try {
      if (certificates.isPresent()) {
        tls.trustManager(new File(certificates.get()));
      }
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.INVALID, "the file %s cannot be read".formatted(certificates.get()), e);
    }
    return tls.build();
  }

  private static ArtifactRegistrySettings settings(
      ManagedChannel channel, BearerCredentials credentials) throws IOException {
    var stub = ArtifactRegistryStubSettings.newBuilder();
    stub.setTransportChannelProvider(
        FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)));
    stub.setCredentialsProvider(FixedCredentialsProvider.create(credentials));
    stub.applyToAllUnaryMethods(
        call -> {
          call.setRetryableCodes(Set.of(StatusCode.Code.UNAVAILABLE));
          call.setRetrySettings(retries());
          return null;
        });
    stub.createRepositoryOperationSettings()
        .setPollingAlgorithm(OperationTimedPollAlgorithm.create(polling()));
    return ArtifactRegistrySettings.create(stub.build());
  }

  private static RetrySettings retries() {
    return RetrySettings.newBuilder()
        .setMaxAttempts(2)
        .setInitialRetryDelayDuration(Duration.ofMillis(200))
        .setMaxRetryDelayDuration(Duration.ofMillis(200))
        .setInitialRpcTimeoutDuration(CALL_LIMIT)
        .setMaxRpcTimeoutDuration(CALL_LIMIT)
        .setTotalTimeoutDuration(CALL_LIMIT)
        .build();
  }

  private static RetrySettings polling() {
    return RetrySettings.newBuilder()
        .setInitialRetryDelayDuration(Duration.ofMillis(300))
        .setRetryDelayMultiplier(1.5)
        .setMaxRetryDelayDuration(Duration.ofSeconds(3))
        .setInitialRpcTimeoutDuration(Duration.ZERO)
        .setMaxRpcTimeoutDuration(Duration.ZERO)
        .setTotalTimeoutDuration(CREATION_LIMIT)
        .build();
  }
}
