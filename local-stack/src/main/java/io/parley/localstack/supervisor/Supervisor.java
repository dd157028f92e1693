package io.parley.localstack.supervisor;

import io.parley.localstack.Settings;
import io.parley.localstack.edge.Edge;
import io.parley.localstack.edge.EdgeConfig;
import io.parley.localstack.identity.AccessTokens;
import io.parley.localstack.identity.Issuer;
import io.parley.localstack.identity.Realm;
import io.parley.localstack.identity.SigningKey;
import io.parley.localstack.kafka.KafkaBroker;
import io.parley.localstack.keycloak.Keycloak;
import io.parley.localstack.postgres.PostgresServer;
import io.parley.localstack.process.Await;
import io.parley.localstack.process.ManagedProcess;
import io.parley.localstack.process.StackException;
import io.parley.localstack.shop.Shop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The parent of everything in a local stack. */
public final class Supervisor {
  private static final Duration SERVICE_PATIENCE = Duration.ofMinutes(2);

  /**
   * Each question makes a service look at all that it depends on, and may leave a line in its log.
   */
  private static final long READINESS_PAUSE_MILLIS = 200;

  private static final Duration SERVICE_STOP_PATIENCE = Duration.ofSeconds(25);

  private final Options options;
  private final Ports ports;
  private final DataFolder folder;
  private final Progress progress = new Progress(System.out);
  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final Optional<Keycloak> keycloak;
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private List<ServiceProcess> services = List.of();
  private boolean stopping;

  public Supervisor(Options options) {
    this.options = options;
    this.ports = new Ports(options.port());
    this.folder = new DataFolder(options.data());
    this.postgres = PostgresServer.in(options.data(), ports.postgres());
    this.kafka =
        KafkaBroker.in(
            options.data(), ports.kafka(), ports.kafkaController(), JvmOptions.broker(options));
    this.keycloak =
        options.keycloak()
            ? Optional.of(
                new Keycloak(
                    Path.of(System.getProperty("parley.keycloak")),
                    options.home().resolve("keycloak"),
                    options.data(),
                    URI.create(address()),
                    ports.issuer(),
                    postgres))
            : Optional.empty();
  }

  /** Starts everything, then stays until the program is told to end. */
  public void run() throws InterruptedException {
    folder.lock();
    int leftovers = folder.endLeftovers();
    if (leftovers > 0) {
      progress.step("ended " + leftovers + " processes that an earlier run had left");
    }
    Ports.requireFree(portUsers());
    folder.rotateLogs();
    folder.rememberPort(options.port());

    folder.rememberIssuer(options.keycloak());

    AccessTokens tokens = folder.tokens(ports);
    services = services(tokens);
    services.forEach(ServiceProcess::requireBuilt);
    keycloak.filter(issuer -> !issuer.isBuilt()).ifPresent(this::build);

    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "parley-stop"));
    try {
      start(tokens);
    } catch (CompletionException e) {
      throw e.getCause() instanceof StackException problem ? problem : e;
    }
    greet();
    LoyaltyPlatform.start(kafka.bootstrapServers(), options.demoRecords());
    stopped.await();
  }

  private void build(Keycloak issuer) {
    progress.step("building Keycloak, which takes half a minute and is done once");
    issuer.build(options.data().resolve("logs/keycloak-build.log"));
  }

  private void start(AccessTokens tokens) {
    // The broker takes longest: it is launched first and awaited last.
    kafka.launch();
    CompletableFuture<Void> database =
        background(
            () -> {
              postgres.start();
              watch(postgres.process(), postgres::start);
              progress.step("PostgreSQL is ready");
            });
    CompletableFuture<Void> broker =
        background(
            () -> {
              kafka.awaitReady();
              watch(kafka.process(), kafka::launch);
              progress.step("Kafka is ready");
            });
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    CompletableFuture<Void> issuer = issuer(vertx, database);
    Edge.start(
        vertx,
        new EdgeConfig(
            ports.edge(),
            ports.conversationServices(options.conversationServices()),
            ports.gateways(options.gateways()),
            ports.attachmentServices(options.attachmentServices()),
            ports.analyticsServices(options.analyticsServices()),
            ports.issuer(),
            options.home().resolve("web/dist"),
            issuers(tokens)));
    new Shop(tokens, address()).start(vertx, ports.shop());
    progress.step(keycloak.isPresent() ? "edge is ready" : "issuer and edge are ready");
    try (HttpClient client = HttpClient.newHttpClient()) {
      // One of each first: all at once would share two cores for longer than any of them may take.
      CompletableFuture<Void> first =
          startAll(CompletableFuture.allOf(database, issuer), client, ServiceProcess::isFirst);
      CompletableFuture<Void> further = startAll(first, client, service -> !service.isFirst());
      CompletableFuture.allOf(broker, first, further).join();
    }
  }

  private CompletableFuture<Void> startAll(
      CompletableFuture<Void> after, HttpClient client, Predicate<ServiceProcess> which) {
    return CompletableFuture.allOf(
        services.stream()
            .filter(which)
            .map(
                service ->
                    after.thenRunAsync(() -> start(service, client), Thread::startVirtualThread))
            .toArray(CompletableFuture[]::new));
  }

  /** Keycloak keeps its data in the database; this module's own issuer needs nothing. */
  private CompletableFuture<Void> issuer(Vertx vertx, CompletableFuture<Void> database) {
    if (keycloak.isEmpty()) {
      SigningKey key = SigningKey.in(folder.signingKey());
      new Issuer(key, authBase(), Clock.systemUTC()).start(vertx, ports.issuer());
      return CompletableFuture.completedFuture(null);
    }
    Keycloak issuer = keycloak.get();
    return database.thenRunAsync(
        () -> {
          postgres.createDatabase(Keycloak.DATABASE);
          issuer.launch();
          watch(issuer.process(), issuer::launch);
          issuer.awaitReady();
          progress.step("Keycloak is ready");
        },
        Thread::startVirtualThread);
  }

  private static Map<String, String> issuers(AccessTokens tokens) {
    return Map.of(
        "agents", tokens.issuer(Realm.AGENTS), "followers", tokens.issuer(Realm.FOLLOWERS));
  }

  private void start(ServiceProcess service, HttpClient client) {
    launch(service);
    watch(service.process(), () -> launch(service));
    boolean ready =
        Await.until(SERVICE_PATIENCE, () -> Await.accepts(service.port()))
            && Await.until(SERVICE_PATIENCE, READINESS_PAUSE_MILLIS, () -> service.isReady(client));
    if (!ready) {
      throw new StackException(
          service.instance()
              + " did not become ready within "
              + SERVICE_PATIENCE.toMinutes()
              + " min, see "
              + service.process().spec().logFile());
    }
    progress.step(service.instance() + " is ready");
  }

  private synchronized void launch(ServiceProcess service) {
    if (!stopping) {
      service.process().start();
    }
  }

  private void watch(ManagedProcess process, Runnable restart) {
    Watch watch = new Watch(process, () -> restartUnlessStopping(restart), progress);
    watches.add(watch);
    watch.begin();
  }

  private void restartUnlessStopping(Runnable restart) {
    synchronized (this) {
      if (stopping) {
        return;
      }
    }
    restart.run();
  }

  private void stop() {
    synchronized (this) {
      stopping = true;
    }
    watches.forEach(Watch::end);
    progress.line("Stopping");
    CompletableFuture.allOf(
            services.stream()
                .map(
                    service ->
                        background(() -> service.process().stop("TERM", SERVICE_STOP_PATIENCE)))
                .toArray(CompletableFuture[]::new))
        .join();
    keycloak.ifPresent(Keycloak::stop);
    kafka.stop();
    postgres.stop();
    progress.step("stopped");
    stopped.countDown();
  }

  private List<ServiceProcess> services(AccessTokens tokens) {
    List<ServiceProcess> all = new ArrayList<>();
    List<Integer> conversationPorts = ports.conversationServices(options.conversationServices());
    List<Integer> gatewayPorts = ports.gateways(options.gateways());
    List<Integer> attachmentPorts = ports.attachmentServices(options.attachmentServices());
    List<Integer> analyticsPorts = ports.analyticsServices(options.analyticsServices());
    String conversationUrls = addresses(conversationPorts);
    for (int i = 0; i < conversationPorts.size(); i++) {
      add(
          all,
          "conversation-service",
          i + 1,
          conversationPorts.get(i),
          tokens,
          Map.of(
              "PARLEY_ATTACHMENT_SERVICE_URL",
              addresses(attachmentPorts),
              "PARLEY_ANALYTICS_SERVICE_URL",
              addresses(analyticsPorts),
              "PARLEY_SAMPLE_HISTORY",
              "true",
              "PARLEY_FOLLOWER_TOKENS_KEY",
              folder.followerTokensKey()));
    }
    for (int i = 0; i < gatewayPorts.size(); i++) {
      add(
          all,
          "messaging-gateway",
          i + 1,
          gatewayPorts.get(i),
          tokens,
          Map.of("PARLEY_CONVERSATION_SERVICE_URL", conversationUrls));
    }
    // Links live for minutes: a new secret for each start of the stack is enough.
    String linkKey = UUID.randomUUID().toString();
    for (int i = 0; i < attachmentPorts.size(); i++) {
      add(
          all,
          "attachment-service",
          i + 1,
          attachmentPorts.get(i),
          tokens,
          Map.of(
              "PARLEY_ATTACHMENT_FOLDER",
              options.data().resolve("attachments").toString(),
              "PARLEY_ATTACHMENT_LINK_KEY",
              linkKey,
              "PARLEY_CONVERSATION_SERVICE_URL",
              conversationUrls));
    }
    for (int i = 0; i < analyticsPorts.size(); i++) {
      add(
          all,
          "analytics-service",
          i + 1,
          analyticsPorts.get(i),
          tokens,
          Map.of("PARLEY_CONVERSATION_SERVICE_URL", conversationUrls));
    }
    return all;
  }

  private static String addresses(List<Integer> ports) {
    return ports.stream().map(port -> "http://127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  private void add(
      List<ServiceProcess> all,
      String service,
      int number,
      int port,
      AccessTokens tokens,
      Map<String, String> more) {
    if (options.without().contains(service)) {
      return;
    }
    Map<String, String> settings =
        new TreeMap<>(
            Settings.of(postgres, kafka.bootstrapServers(), tokens, internalIssuers(), service));
    settings.put(
        "PARLEY_ALLOWED_ORIGINS",
        String.join(
            ",",
            address(),
            "http://127.0.0.1:" + ports.edge(),
            shopAddress(),
            "http://localhost:5173"));
    settings.put("PARLEY_FOLLOWER_TOKENS_ISSUER", address() + "/api/identity");
    settings.put(
        "PARLEY_FOLLOWER_TOKENS_URL",
        "http://127.0.0.1:" + ports.conversationServices(1).getFirst() + "/api/identity");
    settings.put("PARLEY_INSTANCES", Integer.toString(instances(service)));
    // While the edge notices that this instance leaves; an only one has nobody to leave it to.
    settings.put("PARLEY_SHUTDOWN_DELAY", instances(service) > 1 ? "2s" : "0s");
    settings.putAll(more);
    all.add(ServiceProcess.of(options, service, number, port, settings));
  }

  private int instances(String service) {
    return switch (service) {
      case "conversation-service" -> options.conversationServices();
      case "messaging-gateway" -> options.gateways();
      case "attachment-service" -> options.attachmentServices();
      case "analytics-service" -> options.analyticsServices();
      default -> throw new IllegalArgumentException("Not a service: " + service);
    };
  }

  private Map<Integer, String> portUsers() {
    Map<Integer, String> users = new LinkedHashMap<>();
    users.put(ports.edge(), "the edge");
    ports
        .conversationServices(options.conversationServices())
        .forEach(port -> users.put(port, "conversation-service"));
    ports.gateways(options.gateways()).forEach(port -> users.put(port, "messaging-gateway"));
    ports
        .attachmentServices(options.attachmentServices())
        .forEach(port -> users.put(port, "attachment-service"));
    ports
        .analyticsServices(options.analyticsServices())
        .forEach(port -> users.put(port, "analytics-service"));
    users.put(ports.postgres(), "PostgreSQL");
    users.put(ports.kafka(), "Kafka");
    users.put(ports.kafkaController(), "Kafka");
    users.put(ports.issuer(), "the issuer");
    users.put(ports.shop(), "the demo's shop");
    users.values().removeAll(options.without());
    return users;
  }

  /** Where services find the realms. */
  private String internalIssuers() {
    String authBase = "http://127.0.0.1:" + ports.issuer() + "/auth";
    return keycloak.isPresent() ? Keycloak.realmsBelow(authBase) : authBase;
  }

  private URI authBase() {
    return URI.create(address() + "/auth");
  }

  private String address() {
    return "http://localhost:" + ports.edge();
  }

  private String shopAddress() {
    return "http://localhost:" + ports.shop();
  }

  private void greet() {
    progress.line("");
    progress.line("  web       " + address() + "/");
    progress.line("  a shop    " + shopAddress() + "/ embeds the chat");
    progress.line("  log in    agent-1, agent-2, admin-1 (channel demo), agent-3 (channel other),");
    progress.line(
        keycloak.isPresent()
            ? "            follower-1 to follower-20 — each with the name as password"
            : "            follower-1, follower-2, … — a name is all the login page asks for");
    progress.line("  tokens    ./parley token agent-1 follower-1");
    progress.line("  logs      " + options.data().resolve("logs"));
    for (String name : options.without()) {
      progress.line("  " + name + " is yours to start, see docs");
    }
    progress.line("");
    progress.line("Parley is ready: " + address());
  }

  private static CompletableFuture<Void> background(Runnable work) {
    return CompletableFuture.runAsync(work, Thread::startVirtualThread);
  }
}
