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
import java.util.UUID;
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
      FROM follower WHERE channel_id = $1 AND id IN (SELECT ids_of_person($1, $2))
      UNION ALL
      SELECT json_build_object('kind', 'conversation', 'id', id, 'status', status, 'cycle', cycle,
        'lastSeq', last_seq, 'lastActivityAt', last_activity_at)::text
      FROM conversation WHERE channel_id = $1 AND follower_id IN (SELECT ids_of_person($1, $2))
      UNION ALL
      SELECT json_build_object('kind', 'read', 'by', participant_role, 'deliveredSeq',
        delivered_seq, 'readSeq', read_seq)::text
      FROM conversation c JOIN conversation_mark m ON m.conversation_id = c.id
      WHERE channel_id = $1 AND follower_id IN (SELECT ids_of_person($1, $2)) AND participant_role = 'FOLLOWER'
      UNION ALL
      SELECT json_build_object('kind', 'given', 'engagementId', engagement_id)::text
      FROM engagement_given WHERE channel_id = $1 AND follower_id IN (SELECT ids_of_person($1, $2))""";

  private static final String ENGAGEMENTS =
      """
      SELECT id AS position, json_build_object('kind', 'engagement', 'id', id, 'what', kind,
        'title', title, 'points', points, 'at', at)::text AS line
      FROM engagement_record WHERE channel_id = $1 AND follower_id IN (SELECT ids_of_person($1, $2)) AND id > $3
      ORDER BY id LIMIT $4""";

  /** One conversation after the other; a position is a conversation and how far its log is read. */
  private static final String LOG_PAGE =
      """
      SELECT c.id || '/' || e.seq AS position,
        json_build_object('kind', 'event', 'event', e.body)::text AS line
      FROM (SELECT split_part($3, '/', 1)::uuid AS id, split_part($3, '/', 2)::bigint AS seq) done
      JOIN conversation c ON c.channel_id = $1
        AND c.follower_id IN (SELECT ids_of_person($1, $2)) AND c.id >= done.id
      CROSS JOIN LATERAL (
        SELECT seq, body FROM conversation_event
        WHERE conversation_id = c.id AND seq > CASE WHEN c.id = done.id THEN done.seq ELSE 0 END
        ORDER BY seq LIMIT $4) e
      ORDER BY c.id, e.seq LIMIT $4""";

  private static final String LOG_START = new UUID(0, 0) + "/0";

  /** The first id of the person after another, in the order of bytes. */
  private static final String NEXT_ID =
      """
      SELECT min(id COLLATE "C") AS id FROM ids_of_person($1, $2) AS id
      WHERE id COLLATE "C" > $3""";

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
      case ENGAGEMENTS ->
          page(job, ENGAGEMENTS, job.position() == null ? "" : job.position(), Export.Step.LOG);
      case LOG -> page(job, LOG_PAGE, logPosition(job), Export.Step.FILES);
      case FILES -> file(job, FileOf.at(job.position()));
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

  /** By an instance of an earlier version it names no conversation: from the first event again. */
  private static String logPosition(Export job) {
    String position = job.position();
    return position == null || position.indexOf('/') < 0 ? LOG_START : position;
  }

  private Uni<Written> page(Export job, String sql, String after, Export.Step then) {
    int size = config.eventsPerRound();
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

  /**
   * How far the files are, as a position says it.
   *
   * @param follower one of the person's ids; null before the first
   * @param file the last of theirs that is written; null before the first
   */
  private record FileOf(String follower, String file) {
    /** An id of a file has no space; one of a follower may. */
    static FileOf at(String position) {
      if (position == null) {
        return new FileOf(null, null);
      }
      int space = position.lastIndexOf(' ');
      if (space < 0) {
        // By an instance of an earlier version: from the first file again.
        return new FileOf(null, null);
      }
      String file = position.substring(space + 1);
      return new FileOf(position.substring(0, space), file.isEmpty() ? null : file);
    }

    @Override
    public String toString() {
      return follower + ' ' + (file == null ? "" : file);
    }
  }

  /** The next piece of the file after that one; what the file is, with its first piece. */
  private Uni<Written> file(Export job, FileOf last) {
    if (last.follower() == null) {
      return nextId(job, last);
    }
    return peers
        .files(new FollowerFiles(job.channelId(), last.follower(), last.file(), 1))
        .flatMap(
            page -> {
              if (page.files().isEmpty()) {
                return nextId(job, last);
              }
              FollowerFiles.File file = page.files().getFirst();
              long from = Math.min(job.fileOffset(), file.size() - 1);
              return peers
                  .content(file.link(), from, FILE_BYTES)
                  .map(content -> piece(last, file, from, content));
            });
  }

  /** On to the files under the person's next id; after the last one the file ends. */
  private Uni<Written> nextId(Export job, FileOf last) {
    String after = last.follower() == null ? "" : last.follower();
    return pool.preparedQuery(NEXT_ID)
        .execute(Tuple.of(job.channelId(), job.followerId(), after))
        .map(rows -> rows.iterator().next().getString("id"))
        .map(
            next ->
                next == null
                    ? Written.thenTo(Export.Step.DONE, line(new JsonObject().put("kind", "end")))
                    : new Written("", Export.Step.FILES, new FileOf(next, null).toString(), 0));
  }

  private static Written piece(FileOf last, FollowerFiles.File file, long from, Buffer content) {
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
    FileOf done = to >= file.size() ? new FileOf(last.follower(), file.id()) : last;
    return new Written(
        lines.toString(), Export.Step.FILES, done.toString(), to >= file.size() ? 0 : to);
  }

  private static String line(JsonObject object) {
    return object.encode() + "\n";
  }
}
