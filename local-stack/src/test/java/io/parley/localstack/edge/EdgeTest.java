package io.parley.localstack.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.localstack.process.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class EdgeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String HANDSHAKE =
      """
      GET /ws/agent HTTP/1.1
      Host: localhost
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");

  @TempDir private Path webRoot;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<ServerWebSocket> accepted = new LinkedBlockingQueue<>();
  private List<Integer> ports;

  @BeforeEach
  void startEdge() throws IOException {
    Files.createDirectories(webRoot.resolve("assets"));
    Files.createDirectories(webRoot.resolve("console"));
    Files.writeString(webRoot.resolve("index.html"), "<h1>Parley</h1>");
    Files.writeString(webRoot.resolve("console/index.html"), "<h1>Console</h1>");
    Files.writeString(webRoot.resolve("assets/app-1234.js"), "1;");
    ports = Await.freePorts(6);
    Edge.start(
        vertx,
        new EdgeConfig(
            ports.get(0),
            List.of(ports.get(1), ports.get(2)),
            List.of(ports.get(3), ports.get(4)),
            List.of(ports.get(5)),
            List.of(ports.get(5)),
            ports.get(5),
            webRoot));
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    assertThat(vertx.close().toCompletionStage()).succeedsWithin(PATIENCE);
  }

  @Test
  void aServiceThatIsDownIs503WithRetryAfter() throws Exception {
    // Given nobody behind the edge
    // When
    HttpResponse<String> response = get("/api/conversations/1");

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("unavailable");
  }

  @Test
  void aRequestReachesTheInstanceThatIsUpWithForwardedHeaders() throws Exception {
    // Given
    listen(
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .response()
                        .end(
                            new JsonObject()
                                .put("uri", request.uri())
                                .put("for", request.getHeader("x-forwarded-for"))
                                .put("proto", request.getHeader("x-forwarded-proto"))
                                .put("host", request.getHeader("x-forwarded-host"))
                                .encode())),
        ports.get(2));

    for (int i = 0; i < 4; i++) {
      // When
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri("/api/conversations/1?x=%20y"))
                  .header("x-forwarded-for", "6.6.6.6")
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      // Then
      assertThat(new JsonObject(response.body()))
          .isEqualTo(
              new JsonObject()
                  .put("uri", "/api/conversations/1?x=%20y")
                  .put("for", "127.0.0.1")
                  .put("proto", "http")
                  .put("host", "localhost:" + ports.get(0)));
    }
  }

  @Test
  void largeBodiesPassBothWaysUnchanged() throws Exception {
    // Given a service that keeps what it gets and gives it back
    AtomicReference<Buffer> kept = new AtomicReference<>();
    listen(
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              if (HttpMethod.POST.equals(request.method())) {
                                kept.set(body);
                                request.response().end("kept " + body.length());
                              } else {
                                request.response().end(kept.get());
                              }
                            })),
        ports.get(5));
    byte[] body = new byte[20_000_000];
    new Random(1).nextBytes(body);

    // When
    HttpResponse<String> stored =
        client.send(
            HttpRequest.newBuilder(uri("/api/attachments"))
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    HttpResponse<byte[]> fetched =
        client.send(
            HttpRequest.newBuilder(uri("/api/attachments/1/content")).build(),
            HttpResponse.BodyHandlers.ofByteArray());

    // Then
    assertThat(stored.body()).isEqualTo("kept 20000000");
    assertThat(fetched.body()).isEqualTo(body);
  }

  @Test
  void aServiceThatDiesInTheMiddleOfAResponseEndsTheResponse() throws Exception {
    // Given
    listen(
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  request.response().putHeader("content-length", "1000").write("part");
                  vertx.setTimer(50, later -> request.connection().close());
                }),
        ports.get(5));

    // When
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(uri("/api/attachments/1")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return "all " + response.body().readAllBytes().length;
              } catch (IOException e) {
                return "broken";
              }
            });

    // Then
    assertThat(read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("broken");
  }

  @Test
  void aSocketPassesFramesBothWaysAndItsSubprotocol() throws Exception {
    // Given
    listenForSockets(ports.get(4));
    Frames frames = new Frames();

    // When
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .subprotocols("parley.v1", "other")
            .buildAsync(socketUri(), frames)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    ServerWebSocket server = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    server.textMessageHandler(text -> server.writeTextMessage(text + "!"));
    String big = "x".repeat(200_000);
    socket.sendText("hello", true).thenCompose(s -> s.sendText(big, true)).join();

    // Then
    assertThat(socket.getSubprotocol()).isEqualTo("parley.v1");
    assertThat(frames.next()).isEqualTo("welcome");
    assertThat(frames.next()).isEqualTo("hello!");
    assertThat(frames.next()).isEqualTo(big + "!");
  }

  @Test
  void aRefusedUpgradeIsPassedOn() {
    // Given
    listen(
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.response().setStatusCode(401).putHeader("x-why", "token").end("no")),
        ports.get(3));

    // When
    CompletableFuture<WebSocket> opening =
        client.newWebSocketBuilder().buildAsync(socketUri(), new Frames());

    // Then
    assertThat(opening)
        .failsWithin(PATIENCE)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .satisfies(
            failure -> {
              var refusal = (WebSocketHandshakeException) failure.getCause();
              assertThat(refusal.getResponse().statusCode()).isEqualTo(401);
              assertThat(refusal.getResponse().headers().firstValue("x-why")).contains("token");
            });
  }

  @Test
  void aSocketWithoutAGatewayIs503() {
    // Given nobody behind the edge
    // When
    CompletableFuture<WebSocket> opening =
        client.newWebSocketBuilder().buildAsync(socketUri(), new Frames());

    // Then
    assertThat(opening)
        .failsWithin(PATIENCE)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .satisfies(
            failure ->
                assertThat(
                        ((WebSocketHandshakeException) failure.getCause())
                            .getResponse()
                            .statusCode())
                    .isEqualTo(503));
  }

  @Test
  void whenTheGatewayDiesItsClientsKnowAtOnce() throws Exception {
    // Given
    HttpServer gateway = listenForSockets(ports.get(3));
    Frames frames = new Frames();
    client.newWebSocketBuilder().buildAsync(socketUri(), frames).join();
    accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    // When
    gateway.close();

    // Then
    assertThat(frames.closed).succeedsWithin(PATIENCE);
  }

  @Test
  void theLastWordsReachAClientThatIsStillWriting() throws Exception {
    // Given
    listenForSockets(ports.get(3));
    try (Socket socket = new Socket("localhost", ports.get(0))) {
      socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
      ServerWebSocket server = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      // When
      server.close((short) 1009);
      for (int i = 0; i < 64; i++) {
        socket.getOutputStream().write(new byte[16_384]);
      }
      socket.shutdownOutput();
      byte[] received = socket.getInputStream().readAllBytes();

      // Then a close frame with 1009 is the last that came
      assertThat(Arrays.copyOfRange(received, received.length - 4, received.length))
          .containsExactly(0x88, 0x02, 0x03, 0xF1);
    }
  }

  @Test
  void whenTheClientDiesTheGatewayKnowsAtOnce() throws Exception {
    // Given
    listenForSockets(ports.get(3));
    WebSocket socket = client.newWebSocketBuilder().buildAsync(socketUri(), new Frames()).join();
    ServerWebSocket server = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    CompletableFuture<Void> gone = new CompletableFuture<>();
    server.closeHandler(gone::complete);

    // When
    socket.abort();

    // Then
    assertThat(gone).succeedsWithin(PATIENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200, <h1>Parley</h1>, no-cache",
    "/console/, 200, <h1>Console</h1>, no-cache",
    "/console/conversations/7, 200, <h1>Console</h1>, no-cache",
    "/assets/app-1234.js, 200, 1;, 'public, max-age=31536000, immutable'",
  })
  void theWebIsServedWithTheRightCaching(String path, int status, String body, String caching)
      throws Exception {
    // Given a built web
    // When
    HttpResponse<String> response = get(path);

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.headers().firstValue("cache-control")).contains(caching);
    assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(response.headers().firstValue("content-security-policy"))
        .contains(WebFiles.CONTENT_SECURITY_POLICY);
  }

  @Test
  void theWebIsToldWherePeopleLogIn() throws Exception {
    // When
    HttpResponse<String> response = get("/settings.json");

    // Then
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(new JsonObject(response.body()))
        .isEqualTo(
            new JsonObject()
                .put(
                    "issuers",
                    new JsonObject()
                        .put("agents", "/auth/agents")
                        .put("followers", "/auth/followers")));
  }

  @Test
  void theHeaderSaysWhatTheBuiltPagesSay() throws IOException {
    // Given: the policy that the build writes into each page
    String build = Files.readString(Path.of("../web/tools/content-security-policy.js"));

    // When
    List<String> directives =
        Pattern.compile("^ {2}\"([^\"]+)\",$", Pattern.MULTILINE)
            .matcher(build)
            .results()
            .map(match -> match.group(1))
            .toList();

    // Then
    assertThat(String.join("; ", directives) + "; frame-ancestors 'none'")
        .isEqualTo(WebFiles.CONTENT_SECURITY_POLICY)
        .doesNotContain("unsafe-inline");
  }

  @Test
  void everyHeaderForServersOfTheWebIsSentHereToo() throws Exception {
    // Given: what nginx is told
    Map<String, String> headers =
        Pattern.compile("^add_header ([A-Za-z-]+) \"([^\"]+)\" always;$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("../web/image/headers.conf")))
            .results()
            .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));

    // When
    HttpResponse<String> page = get("/console/");
    HttpResponse<String> nothing = get("/missing");

    // Then
    assertThat(headers).hasSize(4);
    headers.forEach(
        (name, value) -> {
          assertThat(page.headers().firstValue(name)).contains(value);
          assertThat(nothing.headers().firstValue(name)).contains(value);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "/missing.js, 404",
    "/assets/missing.js, 404",
    "/missing, 404",
    "/q/health, 404",
    "/api//x, 400",
    "/ws/agent, 426",
    "/console, 308"
  })
  void otherAddressesSaySo(String path, int status) throws Exception {
    // Given a built web
    // When
    HttpResponse<String> response = get(path);

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
  }

  private HttpServer listenForSockets(int port) {
    return listen(
        vertx
            .createHttpServer(
                new io.vertx.core.http.HttpServerOptions()
                    .setMaxWebSocketMessageSize(1_000_000)
                    .setMaxWebSocketFrameSize(1_000_000)
                    // Closes as soon as it has said so, which is the hardest case.
                    .setWebSocketClosingTimeout(0)
                    .addWebSocketSubProtocol("parley.v1"))
            .webSocketHandler(
                socket -> {
                  // Sent together with the handshake: must not be lost on the way.
                  socket.writeTextMessage("welcome");
                  accepted.add(socket);
                }),
        port);
  }

  private static HttpServer listen(HttpServer server, int port) {
    return server.listen(port, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + ports.get(0) + path);
  }

  private URI socketUri() {
    return URI.create("ws://localhost:" + ports.get(0) + "/ws/agent");
  }

  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    String next() throws InterruptedException {
      return received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(null);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete(null);
    }
  }
}
