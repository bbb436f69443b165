package dev.berth.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Speaks the wire formats of ECR and ECR Public (AWS JSON 1.1, told apart by {@code X-Amz-Target})
 * and of STS (the query protocol), and has a registry's {@code /v2/} on the same port.
 */
public final class FakeAws implements AutoCloseable {
  /** The account of the registry and of whoever asks. */
  public static final String ACCOUNT = "123456789012";

  static final String PASSWORD = "canary-ecr-password";
  static final String DIGEST = "sha256:" + "a".repeat(64);

  /** An answer: a status, and a body of JSON or XML. */
  record Reply(int status, String body) {}

  private static final Pattern NAME = Pattern.compile("\"repositoryNames?\":\\[?\"([^\"]+)\"");
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeAws::daemon);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, String> repositories = new ConcurrentHashMap<>();
  private final Map<String, Reply> faults = new ConcurrentHashMap<>();
  private final Map<String, Runnable> before = new ConcurrentHashMap<>();
  private final List<String> actions = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private volatile String templates = "[]";
  private volatile String login = "AWS:" + PASSWORD;
  private volatile boolean tagged;
  private volatile Set<String> regions = Set.of();
  private volatile Set<String> enabled = Set.of();

  /** An account without repositories. */
  public FakeAws() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where the API is. */
  public String endpoint() {
    return "http://" + host();
  }

  /** Gives this login for the registry, {@code USER:PASSWORD}. */
  public FakeAws giving(String newLogin) {
    login = newLogin;
    return this;
  }

  /** Has a repository, with more of its fields as JSON. */
  FakeAws with(String repository, String fields) {
    repositories.put(repository, fields);
    return this;
  }

  FakeAws withTemplates(String json) {
    templates = json;
    return this;
  }

  /** Has its repositories in these regions only, instead of in all. */
  FakeAws onlyIn(String... names) {
    regions = Set.of(names);
    return this;
  }

  /** Does not know the caller's keys in other regions than these, which are not enabled. */
  FakeAws enabledIn(String... names) {
    enabled = Set.of(names);
    return this;
  }

  /** Every tag that is asked for is {@link #DIGEST}. */
  FakeAws tagged() {
    tagged = true;
    return this;
  }

  /** Answers an action, for instance {@code DescribeRepositories}, so. */
  FakeAws answer(String action, int status, String type) {
    String body =
        action.equals("GetCallerIdentity") || action.equals("AssumeRole")
            ? "<ErrorResponse><Error><Code>%s</Code><Message>said so</Message></Error></ErrorResponse>"
                .formatted(type)
            : "{\"__type\":\"%s\",\"message\":\"said so\"}".formatted(type);
    faults.put(action, new Reply(status, body));
    return this;
  }

  /** Answers an action with 200 and this body. */
  FakeAws answering(String action, String body) {
    return answering(action, body, 200);
  }

  /** The same with another status; {@code POST} is the registry's. */
  FakeAws answering(String action, String body, int status) {
    faults.put(action, new Reply(status, body));
    return this;
  }

  /**
   * Allows only the actions of ECR that a policy names (IAM User Guide, "JSON policy elements:
   * Action").
   */
  FakeAws allowing(String policy) {
    for (String action :
        List.of(
            "GetAuthorizationToken",
            "DescribeRepositories",
            "DescribeImages",
            "DescribeRepositoryCreationTemplates",
            "CreateRepository")) {
      if (!policy.contains("\"ecr:" + action + "\"")) {
        answer(action, 400, "AccessDeniedException");
      }
    }
    return this;
  }

  /** Never answers an action. */
  FakeAws stall(String action) {
    before.put(action, this::awaitClosed);
    return this;
  }

  /** Does something before an action is answered. */
  FakeAws before(String action, Runnable work) {
    before.put(action, work);
    return this;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-aws");
    thread.setDaemon(true);
    return thread;
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was asked, in its order. */
  public List<String> actions() {
    return List.copyOf(actions);
  }

  /** Who asked: the ID of the access key, and the session token. */
  List<String> logins() {
    return List.copyOf(logins);
  }

  /** The bodies of what was asked. */
  List<String> bodies() {
    return List.copyOf(bodies);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (path.startsWith("/v2/")) {
        registry(exchange, path);
        return;
      }
      String action = action(exchange, body);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      boolean isPublic = target != null && target.startsWith("SpencerFrontendService");
      actions.add(action);
      logins.add(login(exchange));
      bodies.add(body);
      Optional.ofNullable(before.get(action)).ifPresent(Runnable::run);
      Reply reply =
          Optional.ofNullable(faults.get(action))
              .orElseGet(() -> inRegion(region(exchange), action, body, isPublic));
      send(exchange, reply);
    }
  }

  /** A registry that takes ECR's password and every upload. */
  private void registry(HttpExchange exchange, String path) throws IOException {
    String basic = Base64.getEncoder().encodeToString(("AWS:" + PASSWORD).getBytes(UTF_8));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Basic " + basic).equals(authorization)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"ecr\"");
      send(exchange, new Reply(401, ""));
    } else if (exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Location", path + "1");
      send(exchange, Optional.ofNullable(faults.get("POST")).orElse(new Reply(202, "")));
    } else {
      send(exchange, new Reply(exchange.getRequestMethod().equals("DELETE") ? 204 : 200, ""));
    }
  }

  /** Signature Version 4: {@code Authorization} and {@code X-Amz-Security-Token}. */
  private static String login(HttpExchange exchange) {
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    return authorization.replaceFirst(".*Credential=([^/]*)/.*", "$1")
        + " "
        + exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
  }

  /** Signature Version 4, "Credential scope": {@code KEY/DATE/REGION/SERVICE/aws4_request}. */
  private static String region(HttpExchange exchange) {
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    return authorization.replaceFirst(".*Credential=[^/]*/[^/]*/([^/]*)/.*", "$1");
  }

  private Reply inRegion(String region, String action, String body, boolean isPublic) {
    if (!enabled.isEmpty() && !enabled.contains(region)) {
      return missing("UnrecognizedClientException");
    }
    if (action.equals("DescribeRepositories") && !NAME.matcher(body).find()) {
      boolean empty = !regions.isEmpty() && !regions.contains(region);
      return ok(
          repositories.keySet().stream()
              .filter(name -> !empty)
              .map(this::repository)
              .collect(Collectors.joining(",", "{\"repositories\":[", "]}")));
    }
    return action.equals("GetAuthorizationToken")
        ? ok(authorization(isPublic, region))
        : reply(action, body);
  }

  private static String action(HttpExchange exchange, String body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) {
      return target.substring(target.indexOf('.') + 1);
    }
    Matcher action = ACTION.matcher(body);
    return action.find() ? action.group(1) : exchange.getRequestURI().getPath();
  }

  private Reply reply(String action, String body) {
    Matcher matcher = NAME.matcher(body);
    String name = matcher.find() ? matcher.group(1) : "";
    return switch (action) {
      case "GetCallerIdentity" ->
          ok(
              """
              <GetCallerIdentityResponse><GetCallerIdentityResult>
              <Arn>arn:aws:iam::%s:user/pusher</Arn><UserId>U</UserId><Account>%s</Account>
              </GetCallerIdentityResult></GetCallerIdentityResponse>"""
                  .formatted(ACCOUNT, ACCOUNT));
      case "AssumeRole" ->
          ok(
              """
              <AssumeRoleResponse><AssumeRoleResult><Credentials>
              <AccessKeyId>ASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
              <SessionToken>t</SessionToken><Expiration>%s</Expiration>
              </Credentials></AssumeRoleResult></AssumeRoleResponse>"""
                  .formatted(Instant.now().plusSeconds(3600)));
      case "DescribeRepositories" ->
          repositories.containsKey(name)
              ? ok("{\"repositories\":[%s]}".formatted(repository(name)))
              : missing("RepositoryNotFoundException");
      case "CreateRepository" -> created(name);
      case "DescribeImages" ->
          tagged
              ? ok("{\"imageDetails\":[{\"imageDigest\":\"%s\"}]}".formatted(DIGEST))
              : missing("ImageNotFoundException");
      // Amazon ECR Public API Reference, "DescribeRegistries".
      case "DescribeRegistries" ->
          ok(
              """
              {"registries":[{"registryId":"%s","registryUri":"public.ecr.aws/acme",
              "verified":false,"aliases":[
              {"name":"acme","status":"ACTIVE","primaryRegistryAlias":true,
              "defaultRegistryAlias":true},
              {"name":"wish","status":"PENDING","primaryRegistryAlias":false,
              "defaultRegistryAlias":false}]}]}"""
                  .formatted(ACCOUNT));
      case "DescribeRepositoryCreationTemplates" ->
          ok(
              "{\"registryId\":\"%s\",\"repositoryCreationTemplates\":%s}"
                  .formatted(ACCOUNT, templates));
      default -> missing("UnknownOperationException");
    };
  }

  private Reply created(String name) {
    return repositories.putIfAbsent(name, "") == null
        ? ok("{\"repository\":%s}".formatted(repository(name)))
        : missing("RepositoryAlreadyExistsException");
  }

  private String authorization(boolean isPublic, String region) {
    String token = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    String data =
        "{\"authorizationToken\":\"%s\",\"expiresAt\":%d,\"proxyEndpoint\":\"https://%s\"}"
            .formatted(
                token,
                Instant.now().plusSeconds(12 * 3600).getEpochSecond(),
                ACCOUNT + ".dkr.ecr." + region + ".amazonaws.com");
    // The public service gives one, the private one a list.
    return "{\"authorizationData\":%s}".formatted(isPublic ? data : "[" + data + "]");
  }

  private String repository(String name) {
    String fields = repositories.getOrDefault(name, "");
    return "{\"repositoryName\":\"%s\",\"registryId\":\"%s\"%s}"
        .formatted(name, ACCOUNT, fields.isEmpty() ? "" : "," + fields);
  }

  private static Reply ok(String body) {
    return new Reply(200, body);
  }

  private static Reply missing(String type) {
    return new Reply(400, "{\"__type\":\"%s\",\"message\":\"said so\"}".formatted(type));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
