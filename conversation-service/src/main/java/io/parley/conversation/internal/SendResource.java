package io.parley.conversation.internal;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.command.SendBatch;
import io.parley.contracts.command.SendCommand;
import io.parley.contracts.command.SendResult;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.contracts.event.SentAttachment;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.Reach;
import io.parley.conversation.attachment.AttachmentClaims;
import io.parley.conversation.log.ConversationDirectory;
import io.parley.conversation.log.ConversationDirectory.FollowerKey;
import io.parley.conversation.log.ConversationLog;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.LogCommand;
import io.parley.conversation.log.MessageRules;
import io.parley.conversation.log.Outcome;
import io.parley.conversation.trace.Tracing;
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
  private final AttachmentClaims attachments;
  private final ConversationLog log;

  SendResource(ConversationDirectory directory, AttachmentClaims attachments, ConversationLog log) {
    this.directory = directory;
    this.attachments = attachments;
    this.log = log;
  }

  @POST
  @Operation(hidden = true)
  public Uni<SendBatch.Results> send(SendBatch batch) {
    return attempt(batch)
        .flatMap(results -> againToNewThreads(batch, results))
        .map(SendBatch.Results::new);
  }

  /**
   * A follower whose thread was erased writes into a new one. That is found out here, because an
   * instance may still remember the old one: its row refuses, it is forgotten, and so asked for.
   */
  private Uni<List<SendResult>> againToNewThreads(SendBatch batch, List<SendResult> results) {
    List<Integer> places = new ArrayList<>(0);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof SendResult.Refused(Problem problem)
          && problem.code() == ProblemCode.CONVERSATION_ERASED
          && Address.of(batch.commands().get(i)) instanceof Address.ByFollower) {
        places.add(i);
      }
    }
    if (places.isEmpty()) {
      return Uni.createFrom().item(results);
    }
    return attempt(new SendBatch(places.stream().map(batch.commands()::get).toList()))
        .map(
            again -> {
              List<SendResult> merged = new ArrayList<>(results);
              for (int i = 0; i < again.size(); i++) {
                merged.set(places.get(i), again.get(i));
              }
              return merged;
            });
  }

  private Uni<List<SendResult>> attempt(SendBatch batch) {
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
        .flatMap(
            found -> {
              List<Destination> destinations = new ArrayList<>(addresses.size());
              for (int i = 0; i < addresses.size(); i++) {
                Actor actor = batch.commands().get(i).actor();
                destinations.add(
                    reach(actor, addresses.get(i), found.getItem1(), found.getItem2()));
              }
              return claimAttachments(batch, destinations)
                  .flatMap(claims -> execute(batch, destinations, claims));
            });
  }

  private static Destination reach(
      Actor actor,
      Address address,
      Map<UUID, ConversationRef> byId,
      Map<FollowerKey, ConversationRef> byFollower) {
    return switch (address) {
      case Address.Nowhere nowhere -> new Destination.None(nowhere.problem());
      case Address.ById named -> reach(actor, byId.get(named.id()), NO_CONVERSATION);
      case Address.ByFollower named -> reach(actor, byFollower.get(named.key()), CANNOT_OPEN);
    };
  }

  private static Destination reach(Actor actor, ConversationRef conversation, Problem whyNone) {
    if (conversation == null) {
      return new Destination.None(whyNone);
    }
    return Reach.allows(actor, conversation)
        ? new Destination.To(conversation)
        : new Destination.None(NO_CONVERSATION);
  }

  /** A claim with what became of it. */
  private record Claimed(ClaimBatch.Claim claim, ClaimBatch.Result result) {}

  /** What became of the claims of those commands that carry attachments, by their place. */
  private Uni<Map<Integer, Claimed>> claimAttachments(
      SendBatch batch, List<Destination> destinations) {
    List<Integer> places = new ArrayList<>(0);
    List<ClaimBatch.Claim> claims = new ArrayList<>(0);
    for (int i = 0; i < destinations.size(); i++) {
      SendCommand command = batch.commands().get(i);
      if (!command.attachmentIds().isEmpty()
          && destinations.get(i) instanceof Destination.To(ConversationRef conversation)) {
        places.add(i);
        claims.add(
            AttachmentClaims.of(
                command.actor().participant(),
                conversation,
                command.clientMessageId(),
                command.attachmentIds()));
      }
    }
    if (claims.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return attachments
        .claim(claims)
        .map(
            results -> {
              Map<Integer, Claimed> claimed = new HashMap<>();
              for (int i = 0; i < results.size(); i++) {
                claimed.put(places.get(i), new Claimed(claims.get(i), results.get(i)));
              }
              return claimed;
            });
  }

  /** All handed over at once and in order: those of one conversation stay in order. */
  private Uni<List<SendResult>> execute(
      SendBatch batch, List<Destination> destinations, Map<Integer, Claimed> claims) {
    SendResult[] results = new SendResult[destinations.size()];
    List<LogCommand> commands = new ArrayList<>(results.length);
    List<Integer> places = new ArrayList<>(results.length);
    for (int i = 0; i < results.length; i++) {
      Claimed claimed = claims.get(i);
      switch (destinations.get(i)) {
        case Destination.None(Problem whyNone) -> results[i] = new SendResult.Refused(whyNone);
        case Destination.To(ConversationRef conversation) -> {
          if (claimed != null && claimed.result().problem() != null) {
            results[i] = new SendResult.Refused(claimed.result().problem());
          } else {
            List<SentAttachment> carried =
                claimed == null ? List.of() : claimed.result().attachments();
            commands.add(toLogCommand(batch.commands().get(i), conversation, carried));
            places.add(i);
          }
        }
      }
    }
    return log.execute(commands)
        .call(outcomes -> settle(claims, places, outcomes))
        .map(
            outcomes -> {
              for (int i = 0; i < outcomes.size(); i++) {
                results[places.get(i)] = toResult(outcomes.get(i));
                forgetErased(destinations.get(places.get(i)), outcomes.get(i));
              }
              return List.of(results);
            });
  }

  /** Gives back the attachments of messages that were refused. */
  private Uni<Void> settle(
      Map<Integer, Claimed> claims, List<Integer> places, List<Outcome> outcomes) {
    if (claims.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Uni<Void>> settled = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Claimed claimed = claims.get(places.get(i));
      if (claimed != null) {
        settled.add(attachments.settle(claimed.claim(), outcomes.get(i)));
      }
    }
    return settled.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.join().all(settled).andFailFast().replaceWithVoid();
  }

  private static LogCommand toLogCommand(
      SendCommand command, ConversationRef conversation, List<SentAttachment> carried) {
    return new LogCommand.Send(
        conversation.id(),
        command.actor().participant(),
        command.clientMessageId(),
        command.text(),
        carried,
        null,
        command.takeOverFrom(),
        Tracing.continued(command.traceparent()));
  }

  private void forgetErased(Destination destination, Outcome outcome) {
    if (outcome instanceof Outcome.Refused(Problem problem)
        && problem.code() == ProblemCode.CONVERSATION_ERASED
        && destination instanceof Destination.To(ConversationRef conversation)) {
      directory.forget(conversation);
    }
  }

  private static SendResult toResult(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Stored stored ->
          new SendResult.Stored(stored.conversationId().toString(), stored.seq(), stored.at());
      case Outcome.Refused refused -> new SendResult.Refused(refused.problem());
    };
  }

  /** Where a command goes: a conversation that its sender may reach, or why there is none. */
  private sealed interface Destination {
    record To(ConversationRef conversation) implements Destination {}

    record None(Problem problem) implements Destination {}
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
