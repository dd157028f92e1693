package io.parley.conversation.privacy;

import io.parley.contracts.command.FollowerFiles;
import io.parley.conversation.privacy.Exports.Written;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import org.jboss.logging.Logger;

/**
 * Writes exports, a page of the database or a piece of a file a round, so that memory does not grow
 * with what there is. Killed in between, it goes on with the piece that was not written.
 */
@ApplicationScoped
class ExportRunner {
  private static final Logger LOG = Logger.getLogger(ExportRunner.class);

  /** Bytes of a file that one line carries: a whole number of groups of Base64. */
  private static final int FILE_BYTES = 393_216;

  private static final String PROFILE =
      """
      SELECT json_build_object('kind', 'profile', 'id', id, 'name', name, 'knownSince', known_since)
        ::text AS line
      FROM follower WHERE channel_id = $1 AND id = $2
      UNION ALL
      SELECT json_build_object('kind', 'conversation', 'id', id, 'status', status, 'cycle', cycle,
        'lastSeq', last_seq, 'lastActivityAt', last_activity_at)::text
      FROM conversation WHERE channel_id = $1 AND follower_id = $2
      UNION ALL
      SELECT json_build_object('kind', 'read', 'by', participant_role, 'deliveredSeq',
        delivered_seq, 'readSeq', read_seq)::text
      FROM conversation c JOIN conversation_mark m ON m.conversation_id = c.id
      WHERE channel_id = $1 AND follower_id = $2 AND participant_role = 'FOLLOWER'
      UNION ALL
      SELECT json_build_object('kind', 'given', 'engagementId', engagement_id)::text
      FROM engagement_given WHERE channel_id = $1 AND follower_id = $2""";

  private static final String ENGAGEMENTS =
      """
      SELECT id AS position, json_build_object('kind', 'engagement', 'id', id, 'what', kind,
        'title', title, 'points', points, 'at', at)::text AS line
      FROM engagement_record WHERE channel_id = $1 AND follower_id = $2 AND id > $3
      ORDER BY id LIMIT $4""";

  private static final String LOG_PAGE =
      """
      SELECT e.seq::text AS position,
        json_build_object('kind', 'event', 'event', e.body)::text AS line
      FROM conversation c CROSS JOIN LATERAL (
        SELECT seq, body FROM conversation_event
        WHERE conversation_id = c.id AND seq > $3::text::bigint ORDER BY seq LIMIT $4) e
      WHERE c.channel_id = $1 AND c.follower_id = $2 ORDER BY e.seq""";

  private final Pool pool;
  private final Exports jobs;
  private final Peers peers;
  private final PrivacyConfig config;

  ExportRunner(Pool pool, Exports jobs, Peers peers, PrivacyConfig config) {
    this.pool = pool;
    this.jobs = jobs;
    this.peers = peers;
    this.config = config;
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> rounds() {
    return Multi.createBy()
        .repeating()
        .uni(this::round)
        .whilst(busy -> busy)
        .collect()
        .last()
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Exports wait: %s", failure))
        .onFailure()
        .recoverWithNull();
  }

  @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> forgetExpired() {
    return jobs.forgetExpired()
        .onFailure()
        .invoke(failure -> LOG.warnf("Expired exports stay for now: %s", failure))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Boolean> round() {
    return jobs.take(config.lease())
        .flatMap(
            due ->
                due.isEmpty() ? Uni.createFrom().item(false) : write(due.get()).replaceWith(true));
  }

  private Uni<Void> write(Export job) {
    return step(job)
        .flatMap(written -> jobs.goOn(job, written, config.exportKept()))
        .onFailure()
        .recoverWithUni(
            failure -> {
              LOG.warnf("Export %s waits: %s", job.id(), failure);
              return jobs.await(job, job.step() + " has failed and is tried again", config.pause());
            });
  }

  private Uni<Written> step(Export job) {
    return switch (job.step()) {
      case PROFILE ->
          pool.preparedQuery(PROFILE)
              .execute(Tuple.of(job.channelId(), job.followerId()))
              .map(rows -> Written.thenTo(Export.Step.ENGAGEMENTS, head(job) + lines(rows)));
      case ENGAGEMENTS -> page(job, ENGAGEMENTS, "", Export.Step.LOG);
      case LOG -> page(job, LOG_PAGE, "0", Export.Step.FILES);
      case FILES -> file(job);
      case DONE -> throw new IllegalStateException("What is done is not taken");
    };
  }

  private static String head(Export job) {
    return line(
        new JsonObject()
            .put("kind", "export")
            .put("channelId", job.channelId())
            .put("followerId", job.followerId())
            .put("requestedAt", job.requestedAt().toInstant().toString()));
  }

  private Uni<Written> page(Export job, String sql, String first, Export.Step then) {
    int size = config.eventsPerRound();
    String after = job.position() == null ? first : job.position();
    return pool.preparedQuery(sql)
        .execute(Tuple.of(job.channelId(), job.followerId(), after, size))
        .map(
            rows -> {
              if (rows.size() < size) {
                return Written.thenTo(then, lines(rows));
              }
              String last = null;
              for (Row row : rows) {
                last = row.getString("position");
              }
              return new Written(lines(rows), job.step(), last, 0);
            });
  }

  private static String lines(RowSet<Row> rows) {
    StringBuilder lines = new StringBuilder();
    rows.forEach(row -> lines.append(row.getString("line")).append('\n'));
    return lines.toString();
  }

  /** The next piece of the file after the position; what the file is, with its first piece. */
  private Uni<Written> file(Export job) {
    return peers
        .files(new FollowerFiles(job.channelId(), job.followerId(), job.position(), 1))
        .flatMap(
            page -> {
              if (page.files().isEmpty()) {
                return Uni.createFrom()
                    .item(
                        Written.thenTo(
                            Export.Step.DONE, line(new JsonObject().put("kind", "end"))));
              }
              FollowerFiles.File file = page.files().getFirst();
              long from = Math.min(job.fileOffset(), file.size() - 1);
              return peers
                  .content(file.link(), from, FILE_BYTES)
                  .map(content -> piece(job, file, from, content));
            });
  }

  private static Written piece(Export job, FollowerFiles.File file, long from, Buffer content) {
    StringBuilder lines = new StringBuilder();
    if (from == 0) {
      lines.append(
          line(
              new JsonObject()
                  .put("kind", "file")
                  .put("id", file.id())
                  .put("fileName", file.fileName())
                  .put("mediaType", file.mediaType())
                  .put("size", file.size())
                  .put("sha256", file.sha256())
                  .put("uploadedBy", file.uploadedBy().name())
                  .put("at", file.at().toString())));
    }
    lines.append(
        line(
            new JsonObject()
                .put("kind", "file-content")
                .put("id", file.id())
                .put("offset", from)
                .put("base64", Base64.getEncoder().encodeToString(content.getBytes()))));
    long to = from + content.length();
    return to >= file.size()
        ? new Written(lines.toString(), Export.Step.FILES, file.id(), 0)
        : new Written(lines.toString(), Export.Step.FILES, job.position(), to);
  }

  private static String line(JsonObject object) {
    return object.encode() + "\n";
  }
}
