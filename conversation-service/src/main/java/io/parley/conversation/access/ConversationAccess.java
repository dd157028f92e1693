package io.parley.conversation.access;

import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.log.ConversationDirectory;
import io.parley.conversation.log.ConversationRef;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The only way from an id in a request to a conversation. */
@ApplicationScoped
public class ConversationAccess {
  private final ConversationDirectory directory;
  private final Database database;

  ConversationAccess(ConversationDirectory directory, Database database) {
    this.directory = directory;
    this.database = database;
  }

  /** The conversation, or a failure {@code not-found}. */
  public Uni<ConversationRef> forAgent(String conversationId, Agent agent) {
    Optional<UUID> id = parse(conversationId);
    if (id.isEmpty()) {
      return Uni.createFrom().failure(ProblemException::notFound);
    }
    return database
        .bounded(directory.find(List.of(id.get())))
        .map(
            found ->
                Optional.ofNullable(found.get(id.get()))
                    .filter(conversation -> Reach.allows(agent.actor(), conversation))
                    .orElseThrow(ProblemException::notFound));
  }

  /**
   * Only the usual spelling: Java also reads shorter ones, which would give one thread two names.
   */
  private static Optional<UUID> parse(String conversationId) {
    try {
      UUID id = UUID.fromString(conversationId);
      return id.toString().equals(conversationId) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
