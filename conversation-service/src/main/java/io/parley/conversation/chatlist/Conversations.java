package io.parley.conversation.chatlist;

import io.parley.contracts.event.ParticipantRole;
import io.parley.conversation.chatlist.ConversationView.Mark;
import io.parley.conversation.chatlist.ConversationView.MarkedParticipant;
import io.parley.conversation.database.Database;
import io.parley.conversation.log.ConversationRef;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads single conversations. */
@ApplicationScoped
public class Conversations {
  private static final String SELECT =
      "SELECT " + ConversationRows.COLUMNS + " FROM conversation c WHERE c.id = $1";

  private static final String MARKS =
      """
      SELECT participant_role, participant_id, delivered_seq, read_seq FROM conversation_mark
      WHERE conversation_id = $1 ORDER BY participant_role, participant_id""";

  private final Database database;

  Conversations(Database database) {
    this.database = database;
  }

  /** The conversation with its marks. */
  public Uni<ConversationView> get(ConversationRef conversation) {
    UUID id = conversation.id();
    Uni<ConversationView> view =
        database.query(SELECT, id).map(rows -> ConversationRows.read(rows.iterator().next()));
    return Uni.combine().all().unis(view, marks(id)).with(ConversationView::withMarks);
  }

  private Uni<List<Mark>> marks(UUID id) {
    return database
        .query(MARKS, id)
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Mark(
                                new MarkedParticipant(
                                    ParticipantRole.valueOf(row.getString("participant_role")),
                                    row.getString("participant_id")),
                                row.getLong("delivered_seq"),
                                row.getLong("read_seq")))
                    .toList());
  }
}
