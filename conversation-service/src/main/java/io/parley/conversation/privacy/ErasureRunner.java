package io.parley.conversation.privacy;

import io.parley.contracts.command.ErasureCheck;
import io.parley.contracts.command.FileErasure;
import io.parley.contracts.event.ConversationErased.Reason;
import io.parley.conversation.log.LogErasure;
import io.parley.conversation.outbox.Outbox;
import io.parley.conversation.privacy.Erasures.Next;
import io.parley.conversation.search.IndexedWords;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Does what erasures have still to do, a step at a time, and sets down each. What a step asks for
 * and does not get, such as another service that is down, is asked for again later, for as long as
 * that takes.
 */
@ApplicationScoped
class ErasureRunner {
  private static final Logger LOG = Logger.getLogger(ErasureRunner.class);

  private static final String FORGET_PROFILE =
      "DELETE FROM follower WHERE channel_id = $1 AND id = $2";
  private static final String FORGET_RECORDS =
      "DELETE FROM engagement_record WHERE channel_id = $1 AND follower_id = $2";
  private static final String FORGET_GIVEN =
      "DELETE FROM engagement_given WHERE channel_id = $1 AND follower_id = $2";

  private static final String OUTBOX_END = "SELECT coalesce(max(id), 0) AS id FROM outbox";
  private static final String OUTBOX_OWES = "SELECT 1 FROM outbox WHERE id <= $1 LIMIT 1";

  private final Pool pool;
  private final Erasures jobs;
  private final LogErasure log;
  private final IndexedWords words;
  private final Outbox outbox;
  private final Peers peers;
  private final Topics topics;
  private final Exports exports;
  private final PrivacyConfig config;

  ErasureRunner(
      Pool pool,
      Erasures jobs,
      LogErasure log,
      IndexedWords words,
      Outbox outbox,
      Peers peers,
      Topics topics,
      Exports exports,
      PrivacyConfig config) {
    this.pool = pool;
    this.jobs = jobs;
    this.log = log;
    this.words = words;
    this.outbox = outbox;
    this.peers = peers;
    this.topics = topics;
    this.exports = exports;
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
        .invoke(failure -> LOG.warnf("Erasures wait: %s", failure))
        .onFailure()
        .recoverWithNull();
  }

  /** Returns whether there was something to do. */
  private Uni<Boolean> round() {
    return jobs.take(config.lease())
        .flatMap(
            due ->
                due.isEmpty() ? Uni.createFrom().item(false) : step(due.get()).replaceWith(true));
  }

  private Uni<Void> step(Erasure job) {
    return switch (job.step()) {
      // What these change and how far they are is one transaction.
      case CLOSE -> inTransaction(job, this::close).invoke(outbox::committed);
      case LOG -> inTransaction(job, this::emptyLog);
      case OUTBOX -> alone(job, awaitOutbox(job));
      case FILES -> alone(job, eraseFiles(job));
      case FIGURES -> alone(job, awaitFigures(job));
      case TOPICS -> alone(job, topics.ends().map(ends -> settled(job, ends)));
      case READERS -> alone(job, emptyTopics(job));
      case DONE -> Uni.createFrom().voidItem();
    };
  }

  @FunctionalInterface
  private interface Work {
    Uni<Next> in(SqlConnection transaction, Erasure job);
  }

  private Uni<Void> inTransaction(Erasure job, Work work) {
    return pool.withTransaction(
        transaction ->
            work.in(transaction, job).flatMap(next -> jobs.goOn(transaction, job, next)));
  }

  private Uni<Void> alone(Erasure job, Uni<Next> work) {
    return work.onFailure()
        .invoke(failure -> LOG.warnf("Erasure %s waits: %s", job.id(), failure))
        .onFailure()
        .recoverWithItem(() -> waiting(job, job.step() + " has failed and is tried again"))
        .flatMap(next -> jobs.goOn(pool, job, next));
  }

  // ---- the steps -------------------------------------------------------------------------------

  private Uni<Next> close(SqlConnection transaction, Erasure job) {
    Uni<UUID> thread =
        job.followerId() == null
            ? Uni.createFrom().item(job.conversationId())
            : log.threadOf(transaction, job.channelId(), job.followerId());
    return thread
        .flatMap(id -> log.close(transaction, id, job.reason()))
        .call(closed -> forgetFollower(transaction, job))
        .map(
            closed ->
                closed
                    .map(end -> Next.to(ErasureStep.LOG, job.closed(end)))
                    // Another job has erased it meanwhile, and goes on with it.
                    .orElseGet(() -> Next.to(ErasureStep.DONE, job)));
  }

  private Uni<Void> forgetFollower(SqlConnection transaction, Erasure job) {
    if (job.followerId() == null) {
      return Uni.createFrom().voidItem();
    }
    Tuple follower = Tuple.of(job.channelId(), job.followerId());
    return jobs.startParts(transaction, job)
        .flatMap(done -> transaction.preparedQuery(FORGET_PROFILE).execute(follower))
        .flatMap(done -> transaction.preparedQuery(FORGET_RECORDS).execute(follower))
        .flatMap(done -> transaction.preparedQuery(FORGET_GIVEN).execute(follower))
        .flatMap(done -> exports.forgetOf(transaction, job.channelId(), job.followerId()))
        .replaceWithVoid();
  }

  private Uni<Next> emptyLog(SqlConnection transaction, Erasure job) {
    return log.empty(
            transaction,
            job.conversationId(),
            job.emptiedTo(),
            job.lastSeq(),
            config.eventsPerRound())
        .flatMap(
            emptiedTo -> {
              Erasure now = job.withEmptiedTo(emptiedTo);
              return emptiedTo < job.lastSeq()
                  ? Uni.createFrom().item(Next.to(ErasureStep.LOG, now))
                  : words
                      .forget(transaction, job.conversationId())
                      .flatMap(done -> log.forgetMarks(transaction, job.conversationId()))
                      .map(forgotten -> Next.to(ErasureStep.OUTBOX, now));
            });
  }

  private Uni<Next> awaitOutbox(Erasure job) {
    if (job.outboxId() == null) {
      return pool.query(OUTBOX_END)
          .execute()
          .map(rows -> rows.iterator().next().getLong("id"))
          .map(id -> Next.to(ErasureStep.OUTBOX, job.withOutboxId(id)));
    }
    return pool.preparedQuery(OUTBOX_OWES)
        .execute(Tuple.of(job.outboxId()))
        .map(
            owed ->
                owed.size() == 0
                    ? Next.to(ErasureStep.FILES, job)
                    : waiting(job, "Kafka has not taken all events yet"));
  }

  private Uni<Next> eraseFiles(Erasure job) {
    return peers
        .erase(
            new FileErasure(
                job.channelId(),
                job.followerId(),
                job.conversationId().toString(),
                job.closedAt().toInstant()))
        .map(
            result ->
                Next.to(
                    result.done() ? ErasureStep.FIGURES : ErasureStep.FILES,
                    job.withFiles(job.files() + result.removed())));
  }

  private Uni<Next> awaitFigures(Erasure job) {
    return peers
        .check(new ErasureCheck(job.conversationId().toString(), job.lastSeq()))
        .map(
            result -> {
              if (!result.done()) {
                return waiting(job, "The figures have not come to the end of the log yet");
              }
              // A channel keeps for longer than Kafka does: there is nothing left in its topics.
              return job.reason() == Reason.RETENTION
                  ? Next.to(ErasureStep.DONE, job)
                  : new Next(ErasureStep.TOPICS, job, config.settle(), null);
            });
  }

  private Next settled(Erasure job, io.vertx.core.json.JsonObject ends) {
    return new Next(ErasureStep.READERS, job.withTopicEnds(ends), config.settle(), null);
  }

  private Uni<Next> emptyTopics(Erasure job) {
    return jobs.waitsForParts(job)
        .flatMap(
            waits ->
                waits
                    ? Uni.createFrom().item(waiting(job, "What is linked to it is erased first"))
                    : emptyTopicsNow(job));
  }

  private Uni<Next> emptyTopicsNow(Erasure job) {
    return topics
        .empty(job.topicEnds())
        .map(
            (Optional<String> behind) ->
                behind
                    .map(group -> waiting(job, "Consumer group " + group + " has not read all yet"))
                    .orElseGet(() -> Next.to(ErasureStep.DONE, job)))
        .call(
            next ->
                pool.withTransaction(
                    transaction -> log.forgetMarks(transaction, job.conversationId())));
  }

  private Next waiting(Erasure job, String forWhat) {
    return new Next(job.step(), job, config.pause(), forWhat);
  }
}
