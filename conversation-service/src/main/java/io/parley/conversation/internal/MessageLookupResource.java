package io.parley.conversation.internal;

import io.parley.contracts.command.MessageLookupBatch;
import io.parley.contracts.command.MessageLookupBatch.Lookup;
import io.parley.conversation.database.Database;
import io.parley.conversation.log.ConversationRef;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Whether messages with attachments came into the log, for attachment-service. */
@Path("/internal/message-lookups")
@RolesAllowed("service")
public class MessageLookupResource {
  private static final String LOOK_UP =
      """
      SELECT e.seq, e.body -> 'attachmentIds' AS attachment_ids
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
        AS k(conversation_id, client_message_id, sender_id, sender_role, place)
      LEFT JOIN conversation_event e
        USING (conversation_id, client_message_id, sender_id, sender_role)
      ORDER BY k.place""";

  private final Database database;

  MessageLookupResource(Database database) {
    this.database = database;
  }

  @POST
  @Operation(hidden = true)
  public Uni<MessageLookupBatch.Results> lookUp(MessageLookupBatch batch) {
    List<Lookup> lookups = batch.lookups();
    if (lookups.size() > MessageLookupBatch.MAX_SIZE) {
      throw ProblemException.malformed("At most " + MessageLookupBatch.MAX_SIZE + " at once.");
    }
    return database
        .query(
            LOOK_UP,
            lookups.stream().map(MessageLookupResource::conversationId).toArray(UUID[]::new),
            column(lookups, Lookup::clientMessageId),
            column(lookups, Lookup::senderId),
            column(lookups, lookup -> lookup.senderRole().name()))
        .map(MessageLookupResource::results);
  }

  private static UUID conversationId(Lookup lookup) {
    return ConversationRef.parseId(lookup.conversationId())
        .orElseThrow(() -> ProblemException.malformed("A conversationId is a UUID."));
  }

  private static String[] column(List<Lookup> lookups, Function<Lookup, String> field) {
    return lookups.stream().map(field).toArray(String[]::new);
  }

  private static MessageLookupBatch.Results results(RowSet<Row> rows) {
    List<MessageLookupBatch.Result> results = new ArrayList<>(rows.size());
    for (Row row : rows) {
      JsonArray ids = (JsonArray) row.getValue("attachment_ids");
      results.add(
          new MessageLookupBatch.Result(
              row.getLong("seq"),
              ids == null ? List.of() : ids.stream().map(String::valueOf).toList()));
    }
    return new MessageLookupBatch.Results(results);
  }
}
