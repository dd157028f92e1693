package io.parley.conversation.engagement;

import io.parley.contracts.event.SentEngagement;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.ConversationAccess;
import io.parley.conversation.database.Database;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.log.ConversationLog;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.LogCommand;
import io.parley.conversation.log.MessageRules;
import io.parley.conversation.log.Outcome;
import io.parley.conversation.message.SentMessage;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sending something of the catalogue into a conversation. */
@Path("/api/conversations/{conversationId}/engagements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "engagements")
public class SendEngagementResource {
  private static final String SENT_BEFORE =
      """
      SELECT 1 FROM conversation_event
      WHERE conversation_id = $1 AND client_message_id = $2
        AND sender_id = $3 AND sender_role = 'AGENT'""";

  private final ConversationAccess access;
  private final Catalogue catalogue;
  private final GivenOnce given;
  private final ConversationLog log;
  private final Database database;
  private final CurrentAgent caller;

  SendEngagementResource(
      ConversationAccess access,
      Catalogue catalogue,
      GivenOnce given,
      ConversationLog log,
      Database database,
      CurrentAgent caller) {
    this.access = access;
    this.catalogue = catalogue;
    this.given = given;
    this.log = log;
    this.database = database;
    this.caller = caller;
  }

  /** An engagement to send. */
  @Schema(name = "SendEngagement")
  public record SendEngagement(
      @Schema(required = true, pattern = "[A-Za-z0-9._:-]{1,64}") String clientMessageId,
      @Schema(required = true) String engagementId,
      @Schema(description = "Confirms a takeover: the owner's id that the agent saw")
          String takeOverFrom) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.AGENT)
  @Operation(
      operationId = "sendEngagement",
      summary = "Send an engagement; counts as an answer, as a message does")
  public Uni<SentMessage> send(
      @PathParam("conversationId") String conversationId, SendEngagement body) {
    Agent agent = caller.get();
    return access
        .forAgent(conversationId, agent)
        .flatMap(
            conversation ->
                command(conversation, agent, body)
                    .flatMap(
                        send ->
                            log.execute(send)
                                .call(outcome -> releaseUnlessSent(conversation, send, outcome))
                                .map(outcome -> SentMessage.of(send, outcome))));
  }

  private Uni<Void> releaseUnlessSent(
      ConversationRef conversation, LogCommand.Send send, Outcome outcome) {
    // When it is not known whether it was sent, a retry of the same message still may.
    boolean refused =
        outcome instanceof Outcome.Refused answer
            && answer.problem().code() != ProblemCode.UNAVAILABLE;
    return refused
        ? given.release(
            conversation, send.engagement().id(), send.actor().id(), send.clientMessageId())
        : Uni.createFrom().voidItem();
  }

  private Uni<LogCommand.Send> command(
      ConversationRef conversation, Agent agent, SendEngagement body) {
    if (body == null || body.engagementId() == null) {
      throw ProblemException.malformed("Say which engagement to send.");
    }
    MessageRules.check(body.clientMessageId(), null, List.of(), true)
        .ifPresent(
            problem -> {
              throw new ProblemException(problem);
            });
    return catalogue
        .find(conversation.channelId(), body.engagementId())
        .call(engagement -> requireAvailable(engagement, conversation, agent, body))
        .map(
            engagement ->
                new LogCommand.Send(
                    conversation.id(),
                    agent.participant(),
                    body.clientMessageId(),
                    null,
                    List.of(),
                    engagement == null ? onlyId(body.engagementId()) : engagement.toSend(),
                    body.takeOverFrom()));
  }

  /** Of what is no longer in the catalogue; enough to recognise the first try, which is stored. */
  private static SentEngagement onlyId(String engagementId) {
    return new SentEngagement(engagementId, null, null, null, null, null);
  }

  private Uni<Void> requireAvailable(
      EngagementEntity engagement, ConversationRef conversation, Agent agent, SendEngagement body) {
    if (engagement != null && catalogue.isAvailable(engagement)) {
      return engagement.oncePerFollower
          ? given
              .reserve(conversation, engagement.id, agent.id(), body.clientMessageId())
              .invoke(
                  reserved -> {
                    if (!reserved) {
                      throw notAvailable();
                    }
                  })
              .replaceWithVoid()
          : Uni.createFrom().voidItem();
    }
    // A retry of what was sent in time is answered as the first try was, however late it comes.
    return database
        .query(SENT_BEFORE, conversation.id(), body.clientMessageId(), agent.id())
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                throw notAvailable();
              }
            })
        .replaceWithVoid();
  }

  private static ProblemException notAvailable() {
    return new ProblemException(
        ProblemCode.ENGAGEMENT_NOT_AVAILABLE, "Choose one of those that can be sent now.");
  }
}
