package io.parley.conversation.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.event.ChatMode;
import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.Person;
import io.parley.conversation.lifecycle.ConversationState.Active;
import io.parley.conversation.lifecycle.ConversationState.Erased;
import io.parley.conversation.lifecycle.ConversationState.Finished;
import io.parley.conversation.lifecycle.ConversationState.Quiet;
import io.parley.conversation.lifecycle.ConversationState.Unanswered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/lifecycle.md against the code, cell by cell. */
class LifecycleTableTest {
  private static final Person ME = new Person("me", "Me");
  private static final Person OTHER = new Person("other", "Other");
  private static final Person THIRD = new Person("third", "Third");

  private static final Map<String, ConversationState> STATES =
      new TreeMap<>(
          Map.of(
              "QUIET", new Quiet(),
              "UNANSWERED", new Unanswered(3),
              "ACTIVE own", new Active(3, ME),
              "ACTIVE another's", new Active(3, OTHER),
              "FINISHED", new Finished(3, OTHER),
              "ERASED", new Erased(3)));

  private static final List<String> COMMANDS =
      List.of(
          "follower sends",
          "agent sends",
          "agent sends confirmed",
          "agent sends outdated",
          "agent finishes",
          "agent finishes confirmed",
          "agent finishes outdated",
          "agent transfers",
          "agent transfers confirmed",
          "agent transfers outdated",
          "agent transfers to the owner",
          "agent notes",
          "agent deletes",
          "system sends",
          "is erased");

  /** A row of the table. */
  record Row(
      List<String> from,
      List<String> chat,
      List<String> command,
      String to,
      String stored,
      String refused) {
    boolean covers(Case one) {
      return matches(from, one.from())
          && matches(chat, one.chat().name())
          && matches(command, one.command());
    }

    private static boolean matches(List<String> values, String value) {
      return values.contains("any") || values.contains(value);
    }
  }

  /** One combination of state, mode and command. */
  record Case(String from, ChatMode chat, String command) {}

  static Stream<Case> cases() {
    return STATES.keySet().stream()
        .flatMap(
            state ->
                Arrays.stream(ChatMode.values())
                    .flatMap(
                        chat -> COMMANDS.stream().map(command -> new Case(state, chat, command))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCodeDoesAsTheTableSays(Case one) throws IOException {
    // Given
    List<Row> rows = rows().stream().filter(row -> row.covers(one)).toList();
    assertThat(rows).as("rows that cover %s", one).hasSize(1);
    Row row = rows.getFirst();

    // When
    ConversationState before = STATES.get(one.from());
    Decision decision = Lifecycle.decide(before, one.chat(), intent(one));

    // Then
    assertThat(describe(before, decision))
        .isEqualTo(List.of(row.to(), row.stored(), row.refused()));
  }

  @Test
  void everyRowIsAboutSomethingThatExists() throws IOException {
    // Given
    List<Case> cases = cases().toList();

    // When
    List<Row> rows = rows();

    // Then
    assertThat(rows).allMatch(row -> cases.stream().anyMatch(row::covers));
    assertThat(STATES.values().stream().map(ConversationState::getClass).distinct())
        .hasSameSizeAs(ConversationState.class.getPermittedSubclasses());
  }

  private static Intent intent(Case one) {
    String takeOverFrom =
        one.command().endsWith("confirmed")
            ? OTHER.id()
            : one.command().endsWith("outdated") ? "somebody" : null;
    return switch (one.command().replaceFirst(" (confirmed|outdated)$", "")) {
      case "follower sends" -> new Intent.FollowerSends();
      case "agent sends" -> new Intent.AgentSends(ME, takeOverFrom);
      case "agent finishes" -> new Intent.AgentFinishes(ME, takeOverFrom);
      case "agent transfers" -> new Intent.AgentTransfers(ME, THIRD, takeOverFrom);
      case "agent transfers to the owner" ->
          new Intent.AgentTransfers(ME, owner(STATES.get(one.from())), OTHER.id());
      case "agent notes" -> new Intent.AgentNotes(ME);
      case "agent deletes" -> new Intent.AgentDeletes(ME, 2);
      case "system sends" -> new Intent.SystemSends();
      case "is erased" -> new Intent.IsErased(ConversationErased.Reason.RETENTION);
      default -> throw new IllegalArgumentException(one.command());
    };
  }

  private static Person owner(ConversationState state) {
    return state instanceof Active active ? active.owner() : OTHER;
  }

  private static List<String> describe(ConversationState before, Decision decision) {
    return switch (decision) {
      case Decision.Accepted accepted ->
          List.of(
              accepted.next().equals(before) ? "same" : name(accepted.next()),
              accepted.facts().stream()
                  .map(LifecycleTableTest::name)
                  .collect(Collectors.joining(", ")),
              "");
      case Decision.ChatDisabled refused -> List.of("same", "", "chat-disabled");
      case Decision.OwnedByAnother refused -> {
        assertThat(refused.owner()).isEqualTo(OTHER);
        yield List.of("same", "", "conversation-owned");
      }
      case Decision.AlreadyOwner refused -> {
        assertThat(refused.owner()).isEqualTo(owner(before));
        yield List.of("same", "", "already-owner");
      }
      case Decision.NotActive refused -> List.of("same", "", "conversation-not-active");
      case Decision.AlreadyErased refused -> List.of("same", "", "conversation-erased");
    };
  }

  private static String name(ConversationState state) {
    return switch (state) {
      case Quiet quiet -> "QUIET";
      case Unanswered unanswered -> "UNANSWERED";
      case Active active -> active.owner().equals(ME) ? "ACTIVE own" : "ACTIVE another's";
      case Finished finished -> "FINISHED";
      case Erased erased -> "ERASED";
    };
  }

  private static String name(Decision.Fact fact) {
    return switch (fact) {
      case Decision.Opened opened -> "opened";
      case Decision.Taken taken -> "taken";
      case Decision.Sent sent -> "sent";
      case Decision.Finished finished -> "finished";
      case Decision.Noted noted -> "noted";
      case Decision.Transferred transferred -> "transferred";
      case Decision.Deleted deleted -> "deleted";
      case Decision.Erased erased -> "erased";
    };
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(table())) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.size() == 8 && !cells.get(1).equals("from") && !cells.get(1).startsWith("-")) {
        rows.add(
            new Row(
                values(cells.get(1)),
                values(cells.get(2)),
                values(cells.get(3)),
                cells.get(4),
                cells.get(5),
                cells.get(6)));
      }
    }
    return rows;
  }

  private static List<String> values(String cell) {
    return List.of(cell.split(", ", -1));
  }

  private static Path table() {
    return Path.of("..", "docs", "lifecycle.md");
  }
}
