package dev.berth.gcp.gar;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.longrunning.OperationTimedPollAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.devtools.artifactregistry.v1.ArtifactRegistryClient;
import com.google.devtools.artifactregistry.v1.ArtifactRegistrySettings;
import com.google.devtools.artifactregistry.v1.stub.ArtifactRegistryStubSettings;
import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.ProxyServer;
import dev.berth.spi.support.SdkProxy;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ProxiedSocketAddress;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
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
import javax.net.ssl.SSLException;

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
  private final String project;

  /**
   * @param project the project that is asked about, for messages
   */
  ArtifactRegistryApi(
      GcpRegistryConfig config, SdkProxy proxy, Supplier<BearerCredentials> login, String project) {
    this.config = config;
    this.proxy = proxy;
    this.endpoint = config.endpointOverride().orElse(PUBLIC);
    this.login = login;
    this.project = project;
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
    try (var client = ArtifactRegistryClient.create(settings(credentials))) {
      return Optional.of(call.apply(client));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (ApiException e) {
      throw ApiFailure.of(e, doing, endpoint.getAuthority(), project, credentials.quotaProject());
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.REFUSED, "%s: the client cannot be created: %s".formatted(doing, e), e);
    }
  }

  /**
   * The generated client's own connections, which send its headers: {@code x-goog-api-client}, and
   * {@code x-goog-request-params} for routing (https://google.aip.dev/client-libraries/4222).
   */
  private TransportChannelProvider channels() {
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : isPlain() ? 80 : 443;
    return ArtifactRegistrySettings.defaultGrpcTransportProviderBuilder()
        .setEndpoint(endpoint.getHost() + ":" + port)
        .setChannelConfigurator(this::configured)
        .build();
  }

  private boolean isPlain() {
    return "http".equals(endpoint.getScheme());
  }

  private ManagedChannelBuilder<?> configured(ManagedChannelBuilder<?> builder) {
    Optional<ProxyServer> route = proxy.find(Origin.of(endpoint));
    builder.proxyDetector(target -> route.isPresent() ? through(route.get(), target) : null);
    if (isPlain()) {
      return builder.usePlaintext();
    }
    // The certificates are for the registry; Google's public endpoint uses Java's.
    if (config.endpointOverride().isPresent() && config.caCertificate().isPresent()) {
      trust(config.caCertificate().get(), builder);
    }
    return builder;
  }

  private static void trust(String certificates, ManagedChannelBuilder<?> builder) {
    try {
      ((NettyChannelBuilder) builder)
          .sslContext(GrpcSslContexts.forClient().trustManager(new File(certificates)).build());
    } catch (SSLException | IllegalArgumentException e) {
      throw new BerthException(
          ErrorCode.INVALID, "the file %s cannot be read".formatted(certificates), e);
    }
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

  private ArtifactRegistrySettings settings(BearerCredentials credentials) throws IOException {
    var stub = ArtifactRegistryStubSettings.newBuilder();
    stub.setTransportChannelProvider(channels());
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
