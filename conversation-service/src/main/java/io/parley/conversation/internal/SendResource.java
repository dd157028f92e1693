package io.parley.conversation.internal;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.SendBatch;
import io.parley.contracts.command.SendCommand;
import io.parley.contracts.command.SendResult;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.Reach;
import io.parley.conversation.log.ConversationDirectory;
import io.parley.conversation.log.ConversationDirectory.FollowerKey;
import io.parley.conversation.log.ConversationLog;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.LogCommand;
import io.parley.conversation.log.MessageRules;
import io.parley.conversation.log.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Sends of sockets, a batch a call. */
@Path("/internal/sends")
@RolesAllowed("service")
public class SendResource {
  private static final Problem NO_CONVERSATION =
      Problem.of(ProblemCode.NOT_FOUND, "There is no such conversation");

  /** The channel is unknown or one-way; which of them is not for a stranger to learn. */
  private static final Problem CANNOT_OPEN =
      Problem.of(
          ProblemCode.CHAT_DISABLED, "This channel writes to its followers; they cannot reply");

  private final ConversationDirectory directory;
  private final ConversationLog log;

  SendResource(ConversationDirectory directory, ConversationLog log) {
    this.directory = directory;
    this.log = log;
  }

  @POST
  @Operation(hidden = true)
  public Uni<SendBatch.Results> send(SendBatch batch) {
    List<Address> addresses = batch.commands().stream().map(Address::of).toList();
    Map<FollowerKey, Person> writers = new HashMap<>();
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      switch (addresses.get(i)) {
        case Address.ById byId -> ids.add(byId.id());
        case Address.ByFollower byFollower ->
            writers.put(byFollower.key(), batch.commands().get(i).actor().participant().person());
        case Address.Nowhere nowhere -> {}
      }
    }
    return Uni.combine()
        .all()
        .unis(directory.find(ids), directory.findOrOpenForWriting(writers))
        .asTuple()
        .flatMap(found -> execute(batch, addresses, found.getItem1(), found.getItem2()))
        .map(SendBatch.Results::new);
  }

  /** All handed over at once and in order: those of one conversation stay in order. */
  private Uni<List<SendResult>> execute(
      SendBatch batch,
      List<Address> addresses,
      Map<UUID, ConversationRef> byId,
      Map<FollowerKey, ConversationRef> byFollower) {
    SendResult[] results = new SendResult[addresses.size()];
    List<LogCommand> commands = new ArrayList<>(addresses.size());
    List<Integer> places = new ArrayList<>(addresses.size());
    for (int i = 0; i < results.length; i++) {
      SendCommand command = batch.commands().get(i);
      ConversationRef conversation;
      Problem whyNot;
      switch (addresses.get(i)) {
        case Address.Nowhere nowhere -> {
          conversation = null;
          whyNot = nowhere.problem();
        }
        case Address.ById address -> {
          conversation = byId.get(address.id());
          whyNot = NO_CONVERSATION;
        }
        case Address.ByFollower address -> {
          conversation = byFollower.get(address.key());
          whyNot = CANNOT_OPEN;
        }
      }
      if (conversation == null) {
        results[i] = new SendResult.Refused(whyNot);
      } else if (!Reach.allows(command.actor(), conversation)) {
        results[i] = new SendResult.Refused(NO_CONVERSATION);
      } else {
        commands.add(toLogCommand(command, conversation));
        places.add(i);
      }
    }
    return log.execute(commands)
        .map(
            outcomes -> {
              for (int i = 0; i < outcomes.size(); i++) {
                results[places.get(i)] = toResult(outcomes.get(i));
              }
              return List.of(results);
            });
  }

  private static LogCommand toLogCommand(SendCommand command, ConversationRef conversation) {
    return new LogCommand.Send(
        conversation.id(),
        command.actor().participant(),
        command.clientMessageId(),
        command.text(),
        command.attachmentIds(),
        null,
        command.takeOverFrom());
  }

  private static SendResult toResult(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Stored stored ->
          new SendResult.Stored(stored.conversationId().toString(), stored.seq(), stored.at());
      case Outcome.Refused refused -> new SendResult.Refused(refused.problem());
    };
  }

  /** Where a command goes, as far as it says. */
  private sealed interface Address {
    record ById(UUID id) implements Address {}

    record ByFollower(FollowerKey key) implements Address {}

    record Nowhere(Problem problem) implements Address {}

    static Address of(SendCommand command) {
      Optional<Problem> malformed =
          MessageRules.check(
              command.clientMessageId(), command.text(), command.attachmentIds(), false);
      if (malformed.isPresent()) {
        return new Nowhere(malformed.get());
      }
      if (command.conversationId() != null) {
        return byId(command.conversationId());
      }
      Actor actor = command.actor();
      return actor.role() == ParticipantRole.FOLLOWER
          ? byChannel(actor, command.channelId())
          : nowhere(ProblemCode.MALFORMED_REQUEST, "An agent must name the conversationId");
    }

    private static Address byId(String conversationId) {
      return ConversationRef.parseId(conversationId)
          .<Address>map(ById::new)
          .orElseGet(() -> new Nowhere(NO_CONVERSATION));
    }

    private static Address byChannel(Actor actor, String named) {
      if (named == null && actor.channels().size() != 1) {
        return nowhere(
            ProblemCode.MALFORMED_REQUEST, "Name the channelId: you follow several channels");
      }
      String channelId = named == null ? actor.channels().iterator().next() : named;
      return actor.channels().contains(channelId)
          ? new ByFollower(new FollowerKey(channelId, actor.id()))
          : nowhere(ProblemCode.NOT_FOUND, "There is no such channel");
    }

    private static Nowhere nowhere(ProblemCode code, String detail) {
      return new Nowhere(Problem.of(code, detail));
    }
  }
}
