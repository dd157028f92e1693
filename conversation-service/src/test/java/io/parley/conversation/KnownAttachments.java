package io.parley.conversation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.event.SentAttachment;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * The two calls that attachment-service answers, over HTTP, for it cannot run here. Every file is
 * known, but for those whose id ends in {@code dead}. All system tests ask the real one.
 */
public final class KnownAttachments {
  private static final List<ClaimBatch> CLAIMS = new CopyOnWriteArrayList<>();
  private static final List<ClaimBatch> RELEASES = new CopyOnWriteArrayList<>();
  private static volatile CountDownLatch hanging = new CountDownLatch(0);
  private static String url;

  private KnownAttachments() {}

  static synchronized String start() {
    if (url == null) {
      try {
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/attachment-claims", KnownAttachments::claim);
        server.createContext("/internal/attachment-releases", KnownAttachments::release);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return url;
  }

  /** The claims that were asked for by messages with this id, each try once. */
  public static List<ClaimBatch.Claim> claims(String clientMessageId) {
    return of(CLAIMS, clientMessageId);
  }

  /** The tries of messages with this id that were taken back. */
  public static List<ClaimBatch.Claim> releases(String clientMessageId) {
    return of(RELEASES, clientMessageId);
  }

  /** How many calls have asked for claims so far. */
  public static int calls() {
    return CLAIMS.size();
  }

  /** From now on claims are asked for and not answered, until {@link #answer}. */
  public static void hang() {
    hanging = new CountDownLatch(1);
  }

  public static void answer() {
    hanging.countDown();
  }

  private static List<ClaimBatch.Claim> of(List<ClaimBatch> batches, String clientMessageId) {
    return batches.stream()
        .flatMap(batch -> batch.claims().stream())
        .filter(claim -> claim.clientMessageId().equals(clientMessageId))
        .toList();
  }

  private static void claim(HttpExchange exchange) throws IOException {
    try (exchange) {
      ClaimBatch batch = Json.tolerant().readValue(exchange.getRequestBody(), ClaimBatch.class);
      CLAIMS.add(batch);
      hanging.await();
      byte[] body =
          Json.tolerant()
              .writeValueAsBytes(
                  new ClaimBatch.Results(
                      batch.claims().stream().map(KnownAttachments::result).toList()));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void release(HttpExchange exchange) throws IOException {
    try (exchange) {
      RELEASES.add(Json.tolerant().readValue(exchange.getRequestBody(), ClaimBatch.class));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static ClaimBatch.Result result(ClaimBatch.Claim claim) {
    if (claim.attachmentIds().stream().anyMatch(id -> id.endsWith("dead"))) {
      return ClaimBatch.Result.refused(
          Problem.of(ProblemCode.ATTACHMENT_UNKNOWN, "There is no such attachment."));
    }
    return ClaimBatch.Result.granted(
        claim.attachmentIds().stream()
            .map(id -> new SentAttachment(id, id + ".jpg", "image/jpeg", 1_234, 320, 200))
            .toList());
  }
}
