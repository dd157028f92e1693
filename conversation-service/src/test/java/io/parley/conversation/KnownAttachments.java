package io.parley.conversation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.command.ErasureCheck;
import io.parley.contracts.command.FileErasure;
import io.parley.contracts.command.FollowerFiles;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.SentAttachment;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * The calls that attachment-service and, about erasures, analytics-service answer, over HTTP, for
 * they cannot run here. Every file is known, but for those whose id ends in {@code dead}. All
 * system tests ask the real ones.
 */
public final class KnownAttachments {
  private static final List<ClaimBatch> CLAIMS = new CopyOnWriteArrayList<>();
  private static final List<ClaimBatch> RELEASES = new CopyOnWriteArrayList<>();
  private static final List<FileErasure> ERASURES = new CopyOnWriteArrayList<>();
  private static volatile boolean figuresDone = true;
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
        server.createContext("/internal/file-erasures", KnownAttachments::erase);
        server.createContext("/internal/follower-files", KnownAttachments::files);
        server.createContext("/content", KnownAttachments::content);
        server.createContext("/internal/erasure-checks", KnownAttachments::check);
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

  /** The erasures of files that were asked for, each call once. */
  public static List<FileErasure> erasures() {
    return ERASURES;
  }

  /** Whether analytics-service has come to the end of erased logs. */
  public static void figuresAreDone(boolean done) {
    figuresDone = done;
  }

  private static void erase(HttpExchange exchange) throws IOException {
    FileErasure asked = Json.tolerant().readValue(exchange.getRequestBody(), FileErasure.class);
    long before =
        ERASURES.stream()
            .filter(each -> each.conversationId().equals(asked.conversationId()))
            .count();
    ERASURES.add(asked);
    // Two files a conversation, in one piece.
    answer(exchange, new FileErasure.Result(before == 0 ? 2 : 0, before > 0));
  }

  /** What the content of a follower's one file is. */
  public static byte[] content() {
    byte[] content = new byte[1_000_000];
    new Random(1).nextBytes(content);
    return content;
  }

  private static void files(HttpExchange exchange) throws IOException {
    FollowerFiles asked = Json.tolerant().readValue(exchange.getRequestBody(), FollowerFiles.class);
    FollowerFiles.File file =
        new FollowerFiles.File(
            "0199f0a2-0000-7000-8000-000000000001",
            "photo of " + asked.followerId() + ".jpg",
            "image/jpeg",
            content().length,
            "0".repeat(64),
            ParticipantRole.FOLLOWER,
            Instant.EPOCH,
            "/content");
    answer(exchange, new FollowerFiles.Page(asked.after() == null ? List.of(file) : List.of()));
  }

  private static void content(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] range =
          exchange.getRequestHeaders().getFirst("Range").substring("bytes=".length()).split("-", 2);
      int from = Integer.parseInt(range[0]);
      int to = Math.min(Integer.parseInt(range[1]) + 1, content().length);
      exchange.sendResponseHeaders(206, to - from);
      exchange.getResponseBody().write(content(), from, to - from);
    }
  }

  private static void check(HttpExchange exchange) throws IOException {
    Json.tolerant().readValue(exchange.getRequestBody(), ErasureCheck.class);
    answer(exchange, new ErasureCheck.Result(figuresDone));
  }

  private static void answer(HttpExchange exchange, Object answer) throws IOException {
    try (exchange) {
      byte[] body = Json.tolerant().writeValueAsBytes(answer);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
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
