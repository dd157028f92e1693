package io.parley.conversation.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log against a real PostgreSQL. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class ConversationLogTest {
  private static final Participant ANN = agent("ann");
  private static final Participant BOB = agent("bob");

  @Inject ConversationLog log;
  @Inject ConversationDirectory directory;
  @Inject LogReader reader;
  @Inject Pool pool;

  private final String channelId = "log-test-" + UUID.randomUUID();

  @BeforeEach
  void openChannel() {
    await(
        pool.preparedQuery("INSERT INTO channel (id, name, chat_mode) VALUES ($1, $1, 'TWO_WAY')")
            .execute(Tuple.of(channelId)));
  }

  @Test
  void theFirstMessageOpensACycleAndComesSecond() {
    // Given
    UUID conversation = open("f");

    // When
    Outcome outcome = execute(send(conversation, follower("f"), "m1", "Hello"));

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Stored.class).extracting("seq").isEqualTo(2L);
    assertThat(types(conversation)).containsExactly("conversation-opened", "message-sent");
    assertThat(bodies(conversation))
        .allSatisfy(body -> assertThat(body).contains("\"firstSeq\":1,"));
    assertThat(status(conversation)).isEqualTo("UNANSWERED");
  }

  @Test
  void aRetryIsAnsweredWithTheFirstSeqAndStoresNothing() {
    // Given
    UUID conversation = open("f");
    Outcome first = execute(send(conversation, follower("f"), "m1", "Hello"));

    // When
    Outcome again = execute(send(conversation, follower("f"), "m1", "Hello"));

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(types(conversation)).hasSize(2);
  }

  @Test
  void aRetryAfterTheChatWasDisabledIsStillAnswered() {
    // Given
    UUID conversation = open("f");
    Outcome first = execute(send(conversation, follower("f"), "m1", "Hello"));
    setMode("ONE_WAY");

    // When
    Outcome again = execute(send(conversation, follower("f"), "m1", "Hello"));
    Outcome other = execute(send(conversation, follower("f"), "m2", "Anyone?"));

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(problemOf(other)).isEqualTo(ProblemCode.CHAT_DISABLED);
    assertThat(types(conversation)).hasSize(2);
  }

  @Test
  void anIdUsedForAnotherTextIsRefused() {
    // Given
    UUID conversation = open("f");
    execute(send(conversation, follower("f"), "m1", "Hello"));

    // When
    Outcome other = execute(send(conversation, follower("f"), "m1", "Bye"));

    // Then
    assertThat(problemOf(other)).isEqualTo(ProblemCode.MESSAGE_ID_REUSED);
    assertThat(types(conversation)).hasSize(2);
  }

  @Test
  void sendersChooseTheirIdsIndependently() {
    // Given
    UUID conversation = open("same");
    execute(send(conversation, follower("same"), "m1", "From the follower"));

    // When
    Outcome fromAgent = execute(send(conversation, agent("same"), "m1", "From the agent"));

    // Then
    assertThat(fromAgent).isInstanceOf(Outcome.Stored.class).extracting("seq").isEqualTo(4L);
  }

  @Test
  void aStormOfRetriesStoresOneRow() {
    // Given
    UUID conversation = open("f");
    LogCommand command = send(conversation, follower("f"), "m1", "Hello");

    // When
    List<Outcome> outcomes = executeAll(IntStream.range(0, 100).mapToObj(i -> command).toList());

    // Then
    assertThat(outcomes).hasSize(100).allMatch(outcome -> outcome.equals(outcomes.getFirst()));
    assertThat(types(conversation)).containsExactly("conversation-opened", "message-sent");
  }

  @Test
  void ofTwoAgentsWhoAnswerAtOnceOneOwns() {
    for (int round = 0; round < 50; round++) {
      // Given
      UUID conversation = open("race-" + round);
      execute(send(conversation, follower("race-" + round), "q", "Anyone?"));

      // When
      List<Outcome> outcomes =
          executeAll(
              List.of(send(conversation, ANN, "a", "Me"), send(conversation, BOB, "b", "No, me")));

      // Then
      List<Outcome.Refused> refused =
          outcomes.stream()
              .filter(Outcome.Refused.class::isInstance)
              .map(Outcome.Refused.class::cast)
              .toList();
      assertThat(refused).hasSize(1);
      Problem problem = refused.getFirst().problem();
      assertThat(problem.code()).isEqualTo(ProblemCode.CONVERSATION_OWNED);
      assertThat(problem.owner().id()).isEqualTo(ownerOf(conversation));
      assertThat(types(conversation))
          .containsExactly(
              "conversation-opened", "message-sent", "conversation-taken", "message-sent");
    }
  }

  @Test
  void aTakeoverIsConfirmedAgainstTheOwnerThatWasSeen() {
    // Given
    UUID conversation = open("f");
    execute(send(conversation, follower("f"), "q", "Anyone?"));
    execute(send(conversation, ANN, "a1", "Here"));

    // When
    Outcome unconfirmed = execute(send(conversation, BOB, "b1", "Me too"));
    Outcome stale = execute(send(conversation, BOB, "b1", "Me too", "carol"));
    Outcome confirmed = execute(send(conversation, BOB, "b1", "Me too", "ann"));

    // Then
    assertThat(problemOf(unconfirmed)).isEqualTo(ProblemCode.CONVERSATION_OWNED);
    assertThat(problemOf(stale)).isEqualTo(ProblemCode.CONVERSATION_OWNED);
    assertThat(confirmed).isInstanceOf(Outcome.Stored.class);
    assertThat(ownerOf(conversation)).isEqualTo("bob");
    assertThat(bodies(conversation).get(4)).contains("\"previousOwner\":{\"id\":\"ann\"");
  }

  @Test
  void manyCommandsAtOnceLeaveNoGapAndNoDouble() {
    // Given
    List<UUID> conversations = IntStream.range(0, 20).mapToObj(i -> open("many-" + i)).toList();
    List<LogCommand> commands = new ArrayList<>();
    for (int message = 0; message < 100; message++) {
      for (int i = 0; i < conversations.size(); i++) {
        commands.add(
            send(conversations.get(i), follower("many-" + i), "m" + message, "text " + message));
      }
    }

    // When
    List<Outcome> outcomes = executeAll(commands);

    // Then
    assertThat(outcomes).allMatch(Outcome.Stored.class::isInstance);
    for (UUID conversation : conversations) {
      assertThat(seqs(conversation))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 101).boxed().toList());
      assertThat(messageIds(conversation))
          .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "m" + i).toList());
    }
  }

  @Test
  void whatTheDatabaseCannotStoreDoesNotTakeItsNeighboursAlong() {
    // Given
    UUID first = open("first");
    UUID second = open("second");
    String unstorable = "nul \u0000";

    // When
    List<Outcome> outcomes =
        executeAll(
            List.of(
                send(first, follower("first"), "m1", "fine"),
                send(first, agent(unstorable), "m2", "from nowhere"),
                send(second, follower("second"), "m3", "fine too")));

    // Then
    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class);
    assertThat(problemOf(outcomes.get(1))).isEqualTo(ProblemCode.MALFORMED_REQUEST);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Stored.class);
  }

  @Test
  void statusCountsFollowEveryMove() {
    // Given
    UUID conversation = open("f");
    open("quiet");

    // When
    execute(send(conversation, follower("f"), "q", "Anyone?"));
    execute(send(conversation, ANN, "a", "Here"));
    execute(new LogCommand.Finish(conversation, ANN, null));

    // Then
    assertThat(count("QUIET")).isEqualTo(1);
    assertThat(count("UNANSWERED")).isZero();
    assertThat(count("ACTIVE")).isZero();
    assertThat(count("FINISHED")).isEqualTo(1);
  }

  @Test
  void aFollowerOfAOneWayChannelOpensNothing() {
    // Given
    setMode("ONE_WAY");
    var key = new ConversationDirectory.FollowerKey(channelId, "f");

    // When
    var found = await(directory.findOrOpenForWriting(java.util.Map.of(key, new Person("f", "F"))));

    // Then
    assertThat(found).isEmpty();
    assertThat(count("QUIET")).isZero();
  }

  private UUID open(String followerId) {
    return await(directory.findOrOpen(channelId, new Person(followerId, followerId))).id();
  }

  private void setMode(String mode) {
    await(
        pool.preparedQuery("UPDATE channel SET chat_mode = $1 WHERE id = $2")
            .execute(Tuple.of(mode, channelId)));
  }

  private Outcome execute(LogCommand command) {
    return await(log.execute(command));
  }

  private List<Outcome> executeAll(List<LogCommand> commands) {
    return await(Uni.join().all(commands.stream().map(log::execute).toList()).andFailFast());
  }

  private List<String> bodies(UUID conversation) {
    return await(reader.after(conversation, 0, 1_000)).bodies();
  }

  private List<String> types(UUID conversation) {
    return column(conversation, "type", row -> row.getString(0));
  }

  private List<Long> seqs(UUID conversation) {
    return column(conversation, "seq", row -> row.getLong(0));
  }

  private List<String> messageIds(UUID conversation) {
    return column(conversation, "client_message_id", row -> row.getString(0)).stream()
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private <T> List<T> column(
      UUID conversation, String column, java.util.function.Function<Row, T> read) {
    List<T> values = new ArrayList<>();
    await(
            pool.preparedQuery(
                    "SELECT "
                        + column
                        + " FROM conversation_event WHERE conversation_id = $1 ORDER BY seq")
                .execute(Tuple.of(conversation)))
        .forEach(row -> values.add(read.apply(row)));
    return values;
  }

  private String status(UUID conversation) {
    return text("SELECT status FROM conversation WHERE id = $1", conversation);
  }

  private String ownerOf(UUID conversation) {
    return text("SELECT owner_id FROM conversation WHERE id = $1", conversation);
  }

  private String text(String sql, UUID conversation) {
    return await(pool.preparedQuery(sql).execute(Tuple.of(conversation)))
        .iterator()
        .next()
        .getString(0);
  }

  private long count(String status) {
    return await(
            pool.preparedQuery(
                    """
                    SELECT COALESCE(sum(delta), 0)::bigint FROM conversation_status_count
                    WHERE channel_id = $1 AND status = $2""")
                .execute(Tuple.of(channelId, status)))
        .iterator()
        .next()
        .getLong(0);
  }

  private static ProblemCode problemOf(Outcome outcome) {
    return ((Outcome.Refused) outcome).problem().code();
  }

  private static LogCommand send(UUID conversation, Participant sender, String id, String text) {
    return send(conversation, sender, id, text, null);
  }

  private static LogCommand send(
      UUID conversation, Participant sender, String id, String text, String takeOverFrom) {
    return new LogCommand.Send(conversation, sender, id, text, List.of(), null, takeOverFrom);
  }

  private static Participant follower(String id) {
    return new Participant(ParticipantRole.FOLLOWER, id, "Follower " + id);
  }

  private static Participant agent(String id) {
    return new Participant(ParticipantRole.AGENT, id, "Agent " + id);
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(20));
  }
}
