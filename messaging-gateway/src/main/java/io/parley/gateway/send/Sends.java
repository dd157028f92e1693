package io.parley.gateway.send;

import io.opentelemetry.api.trace.Span;
import io.parley.contracts.command.Actor;
import io.parley.contracts.command.SendBatch;
import io.parley.contracts.command.SendCommand;
import io.parley.contracts.command.SendResult;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.ClientFrame;
import io.parley.contracts.socket.ServerFrame;
import io.parley.contracts.trace.TraceParent;
import io.parley.gateway.batch.AdaptiveBatcher;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.conversation.ConversationClient;
import io.parley.gateway.frame.Frames;
import io.parley.gateway.metric.GatewayMetrics;
import io.parley.gateway.socket.Session;
import io.parley.gateway.trace.Tracing;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Hands messages to conversation-service in batches, and its answers back. Acknowledged is what it
 * answered as committed. A batch that failed is not tried again here: whether it took effect is
 * unknown, and the sender's retry with the same clientMessageId is safe.
 *
 * <p>A sender's messages all take one lane, and a lane has one batch in flight, so that they are
 * stored in the order in which they came, however the conversation was named.
 */
@ApplicationScoped
public class Sends {
  private static final Logger LOG = Logger.getLogger(Sends.class);
  private static final Problem TOO_MANY_PENDING =
      Problem.of(ProblemCode.RATE_LIMITED, "Too many messages wait for their ack");
  private static final Problem OVERLOADED =
      Problem.of(ProblemCode.OVERLOADED, "Too many messages wait to be stored; try again");
  private static final Problem UNAVAILABLE =
      Problem.of(
          ProblemCode.UNAVAILABLE,
          "The message could not be stored now; try again with the same clientMessageId");
  private static final Problem NO_CONVERSATION =
      Problem.of(ProblemCode.MALFORMED_FRAME, "Name the conversation to send to");
  private static final Problem NO_CHANNEL =
      Problem.of(ProblemCode.MALFORMED_FRAME, "Name the channel or the conversation to send to");

  private final Tracing tracing;
  private final GatewayMetrics metrics;
  private final List<AdaptiveBatcher<SendCommand, SendResult>> lanes;

  Sends(
      ConversationClient client,
      GatewayConfig config,
      GatewayMetrics metrics,
      Tracing tracing,
      Vertx vertx) {
    this.tracing = tracing;
    this.metrics = metrics;
    AdaptiveBatcher.Pace pace =
        new AdaptiveBatcher.Pace(
            config.sends().pace(),
            (delay, task) -> vertx.setTimer(delay.toMillis() + 1, id -> task.run()));
    this.lanes =
        IntStream.range(0, config.sends().lanes())
            .mapToObj(
                lane ->
                    new AdaptiveBatcher<SendCommand, SendResult>(
                        SendBatch.MAX_SIZE,
                        config.sends().waiting(),
                        1,
                        pace,
                        commands -> store(client, commands),
                        metrics.batch("sends")))
            .toList();
  }

  private CompletionStage<List<SendResult>> store(
      ConversationClient client, List<SendCommand> commands) {
    Span call = tracing.call(ConversationClient.SENDS_PATH, commands);
    return client
        .send(new SendBatch(commands), TraceParent.of(call))
        .whenComplete((results, failure) -> call.end())
        .thenApply(SendBatch.Results::results);
  }

  /** Takes a send frame; answers with an ack or an error, now or later. */
  public void send(Session session, ClientFrame.Send frame) {
    Actor actor = session.actor();
    String channelId = frame.channelId();
    if (frame.conversationId() == null) {
      if (actor.role() == ParticipantRole.AGENT) {
        refuse(session, frame, NO_CONVERSATION);
        return;
      }
      if (channelId == null && actor.channels().size() != 1) {
        refuse(session, frame, NO_CHANNEL);
        return;
      }
      channelId = channelId == null ? actor.channels().iterator().next() : channelId;
    }
    switch (session.startSend()) {
      case TOO_MANY -> {
        refuse(session, frame, TOO_MANY_PENDING);
        return;
      }
      // It is said again elsewhere.
      case LEAVING -> {
        return;
      }
      case TAKEN -> {}
    }
    Span span = tracing.frame("send");
    long began = System.nanoTime();
    SendCommand command =
        new SendCommand(
            actor,
            frame.conversationId(),
            channelId,
            frame.clientMessageId(),
            frame.text(),
            frame.attachmentIds(),
            frame.takeOverFrom(),
            TraceParent.of(span));
    boolean taken =
        lane(actor)
            .offer(
                command,
                (result, failure) -> {
                  answer(session, command, result, failure);
                  metrics.sent(outcome(result), System.nanoTime() - began);
                  span.end();
                });
    if (!taken) {
      span.end();
      metrics.sent("overloaded", System.nanoTime() - began);
      session.endSend(Frames.refusal(frame.clientMessageId(), frame.conversationId(), OVERLOADED));
    }
  }

  /** Messages that were taken and not answered yet. */
  public int unanswered() {
    return lanes.stream().mapToInt(AdaptiveBatcher::unanswered).sum();
  }

  private AdaptiveBatcher<SendCommand, SendResult> lane(Actor actor) {
    int hash = actor.id().hashCode();
    return lanes.get(Math.floorMod(hash ^ (hash >>> 16), lanes.size()));
  }

  private static void answer(
      Session session, SendCommand command, SendResult result, Throwable failure) {
    String id = command.clientMessageId();
    switch (result) {
      case SendResult.Stored stored ->
          session.endSend(
              Frames.encode(
                  new ServerFrame.Ack(id, stored.conversationId(), stored.seq(), stored.sentAt())));
      case SendResult.Refused refused ->
          session.endSend(Frames.refusal(id, command.conversationId(), refused.problem()));
      case null -> {
        LOG.debugf("Not stored: %s", failure);
        session.endSend(Frames.refusal(id, command.conversationId(), UNAVAILABLE));
      }
    }
  }

  private static String outcome(SendResult result) {
    return switch (result) {
      case SendResult.Stored stored -> "stored";
      case SendResult.Refused refused ->
          refused.problem().code() == ProblemCode.UNAVAILABLE ? "unavailable" : "refused";
      case null -> "unavailable";
    };
  }

  private static void refuse(Session session, ClientFrame.Send frame, Problem problem) {
    session.send(Frames.refusal(frame.clientMessageId(), frame.conversationId(), problem));
  }
}
