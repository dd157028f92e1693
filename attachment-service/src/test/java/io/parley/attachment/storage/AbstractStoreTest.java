package io.parley.attachment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every store promises. */
abstract class AbstractStoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] MEGABYTES = new byte[3_000_000];

  static {
    new Random(1).nextBytes(MEGABYTES);
  }

  final Vertx vertx = Vertx.vertx();
  private final String name = UUID.randomUUID().toString();
  private AttachmentStore store;
  private HttpServer server;

  @TempDir Path folder;

  abstract AttachmentStore open(Path folder);

  @BeforeEach
  void start() {
    store = open(folder);
    // The path says what to send: /NAME/OFFSET/LENGTH.
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  String[] part = request.path().split("/", -1);
                  long length = Long.parseLong(part[3]);
                  request.response().putHeader("Content-Length", Long.toString(length));
                  store
                      .send(part[1], Long.parseLong(part[2]), length, request.response())
                      .subscribe()
                      .with(
                          sent -> {},
                          failure -> {
                            request.response().headers().clear();
                            request
                                .response()
                                .setStatusCode(404)
                                .end(failure.getClass().getSimpleName());
                          });
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource({"0, 3000000", "0, 1", "2999999, 1", "1000000, 1500000"})
  void whatWasPutIsSentWholeOrInParts(int offset, int length) throws Exception {
    // Given
    store.put(name, staged(MEGABYTES)).await().atMost(PATIENCE);

    // When
    HttpResponse<byte[]> response = get(offset, length);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(java.util.Arrays.copyOfRange(MEGABYTES, offset, offset + length));
  }

  @Test
  void aFileThatWasPutIsNotInStagingAnyMore() throws Exception {
    // Given
    Path staged = staged(MEGABYTES);

    // When
    store.put(name, staged).await().atMost(PATIENCE);

    // Then
    assertThat(staged).doesNotExist();
  }

  @Test
  void aNewFileReplacesTheOldOne() throws Exception {
    // Given
    store.put(name, staged(MEGABYTES)).await().atMost(PATIENCE);

    // When
    store.put(name, staged(new byte[] {7})).await().atMost(PATIENCE);

    // Then
    assertThat(get(0, 1).body()).containsExactly(7);
  }

  @Test
  void whatWasDeletedIsGone() throws Exception {
    // Given
    store.put(name, staged(MEGABYTES)).await().atMost(PATIENCE);

    // When
    store.delete(name).await().atMost(PATIENCE);

    // Then
    HttpResponse<byte[]> response = get(0, 1);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("NoSuchFileException");
  }

  @Test
  void deletingNothingIsDone() {
    // Given a name that nothing has
    // When, Then
    assertThatNoException().isThrownBy(() -> store.delete(name).await().atMost(PATIENCE));
  }

  @Test
  void puttingWhatIsNotThereFails() {
    // Given
    Path missing = folder.resolve("missing.part");

    // When, Then
    assertThatThrownBy(() -> store.put(name, missing).await().atMost(PATIENCE))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void aClientThatLeavesDoesNotHoldTheStore() throws Exception {
    // Given
    store.put(name, staged(MEGABYTES)).await().atMost(PATIENCE);
    for (int i = 0; i < 20; i++) {
      HttpResponse<InputStream> left =
          client().send(request(0, 3_000_000), HttpResponse.BodyHandlers.ofInputStream());
      left.body().read();
      left.body().close();
    }

    // When
    HttpResponse<byte[]> response = get(0, 3_000_000);

    // Then
    assertThat(response.body()).isEqualTo(MEGABYTES);
  }

  private Path staged(byte[] content) throws IOException {
    return Files.write(folder.resolve(UUID.randomUUID() + ".part"), content);
  }

  private HttpResponse<byte[]> get(int offset, int length) throws Exception {
    return client().send(request(offset, length), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest request(int offset, int length) {
    String uri =
        "http://127.0.0.1:%d/%s/%d/%d".formatted(server.actualPort(), name, offset, length);
    return HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).build();
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
