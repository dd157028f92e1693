package io.parley.e2e.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The project of {@code docker-compose.yml}, under a name of its own: what the same engine may run
 * of Parley besides is left alone.
 */
final class Compose implements Site, AutoCloseable {
  /** Of a busy machine with two cores: a service alone starts in seconds. */
  private static final Duration START_PATIENCE = Duration.ofMinutes(8);

  private static final Duration RESTART_PATIENCE = Duration.ofMinutes(3);

  private final int port = Parley.freePort();
  private final String project = "parley-test-" + ProcessHandle.current().pid();
  private final Docker docker;
  private final Process events;
  private final List<JsonNode> happened = new CopyOnWriteArrayList<>();

  private Compose() {
    this.docker =
        new Docker(
            Map.of(
                "PARLEY_PORT", Integer.toString(port),
                "PARLEY_ADDRESS", http().toString(),
                // Tags of this run alone.
                "PARLEY_VERSION", project,
                "PARLEY_BUILT", System.getenv().getOrDefault("PARLEY_BUILT", "from-host"),
                // People's tokens without a browser; the one who logs in does it on the page.
                "PARLEY_DEMO_LOGIN", "true"));
    this.events =
        docker.start(
            List.of(
                "events",
                "--format",
                "{{json .}}",
                "--filter",
                "event=start",
                "--filter",
                "event=health_status",
                "--filter",
                "label=com.docker.compose.project=" + project));
    Thread.ofPlatform()
        .daemon()
        .start(() -> events.inputReader().lines().map(Api::parse).forEach(happened::add));
  }

  /** Builds the images, starts everything and returns when all of it is healthy. */
  static Compose up() {
    Compose compose = new Compose();
    try {
      compose.docker.run(compose.command("build", "--quiet"));
      compose.docker.run(
          compose.command("up", "--detach", "--wait", "--wait-timeout", seconds(START_PATIENCE)));
      return compose;
    } catch (AssertionError e) {
      System.out.println(compose.docker.attempt(compose.command("logs", "--tail", "15")).output());
      compose.close();
      throw e;
    }
  }

  @Override
  public URI http() {
    return URI.create("http://localhost:" + port);
  }

  Docker docker() {
    return docker;
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("compose", "--project-name", project));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  // ---- people ---------------------------------------------------------------------------------

  /** Somebody of the demo's realms, with a token that Keycloak gave for the name as password. */
  Person person(String name) {
    String realm = name.contains("follower") ? "followers" : "agents";
    String form =
        "grant_type=password&client_id=parley-demo&username=" + name + "&password=" + name;
    HttpRequest request =
        HttpRequest.newBuilder(
                http().resolve("/auth/realms/" + realm + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return new Person(name, Api.parse(body).get("access_token").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  // ---- containers -----------------------------------------------------------------------------

  /** Ends a container as {@code kill -9} does. */
  void kill(String service) {
    docker.run(command("kill", "--signal", "KILL", service));
  }

  /** Starts a container that was killed, and returns when it is healthy. */
  void startAgain(String service) {
    docker.run(command("start", service));
    Await.until(
        service + " is healthy again",
        RESTART_PATIENCE,
        () -> inspect(service, "{{.State.Health.Status}}").equals("healthy"));
  }

  /** Something of a service's container, as a template names it. */
  String inspect(String service, String template) {
    return docker.run(List.of("inspect", "--format", template, project + "-" + service + "-1"));
  }

  /** Runs a program in a service's container. */
  Docker.Outcome execute(String service, String... program) {
    List<String> command = new ArrayList<>(command("exec", "-T", service));
    command.addAll(Arrays.asList(program));
    return docker.attempt(command);
  }

  /**
   * Seconds from the start of a service's first container until it was healthy for the first time.
   */
  double secondsToHealthy(String service) {
    long started = firstTime(service, "start");
    return (firstTime(service, "health_status: healthy") - started) / 1e9;
  }

  private long firstTime(String service, String action) {
    return Await.value(
        service + " has said " + action,
        Duration.ofSeconds(10),
        () ->
            happened.stream()
                .filter(event -> event.path("Action").asText().equals(action))
                .filter(
                    event ->
                        event
                            .at("/Actor/Attributes/com.docker.compose.service")
                            .asText()
                            .equals(service))
                .map(event -> event.path("timeNano").asLong())
                .findFirst());
  }

  /** Megabytes of a service's image. */
  double megabytes(String service) {
    String image = inspect(service, "{{.Image}}");
    return Long.parseLong(docker.run(List.of("image", "inspect", "--format", "{{.Size}}", image)))
        / 1e6;
  }

  /** Takes containers, networks, volumes and images of this run away, and says what is left. */
  List<String> down() {
    docker.run(command("--profile", "*", "down", "--volumes", "--rmi", "local", "--timeout", "5"));
    // "local" are images without a name of their own; these have one.
    docker
        .run(List.of("image", "ls", "--quiet", "--filter", "reference=parley/*:" + project))
        .lines()
        .distinct()
        .forEach(image -> docker.run(List.of("image", "rm", "--force", image)));
    List<String> left = new ArrayList<>();
    String ofProject = "label=com.docker.compose.project=" + project;
    left.addAll(docker.run(List.of("ps", "-aq", "--filter", ofProject)).lines().toList());
    left.addAll(docker.run(List.of("volume", "ls", "-q", "--filter", ofProject)).lines().toList());
    left.addAll(docker.run(List.of("network", "ls", "-q", "--filter", ofProject)).lines().toList());
    left.addAll(
        docker
            .run(List.of("image", "ls", "-q", "--filter", "reference=parley/*:" + project))
            .lines()
            .toList());
    return left;
  }

  @Override
  public void close() {
    events.destroy();
    down();
  }
}
