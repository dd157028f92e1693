package io.parley.gateway.arrival;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ArrivalBatch;
import io.parley.contracts.command.ArrivalBatch.Arrival;
import io.parley.contracts.command.ConversationSummary;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.ClientFrame;
import io.parley.contracts.socket.CloseCode;
import io.parley.contracts.socket.ServerFrame;
import io.parley.gateway.batch.AdaptiveBatcher;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.conversation.ConversationClient;
import io.parley.gateway.feed.Delivery;
import io.parley.gateway.feed.DeliveryLoop;
import io.parley.gateway.feed.Subscriber;
import io.parley.gateway.frame.Frames;
import io.parley.gateway.metric.GatewayMetrics;
import io.parley.gateway.presence.ChatModes;
import io.parley.gateway.presence.Presence;
import io.parley.gateway.socket.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes a new socket in: registers its interest, asks what it finds, welcomes it, and only then
 * lets events flow. In this order nothing that is committed in between can be missed.
 */
@ApplicationScoped
public class Reception {
  private static final Logger LOG = Logger.getLogger(Reception.class);
  private static final String PROTOCOL = "parley.v1";
  private static final Problem NAME_THEM =
      Problem.of(
          ProblemCode.MALFORMED_FRAME,
          "after is for a follower with one conversation: name yours in positions");

  private final DeliveryLoop loop;
  private final Delivery delivery;
  private final Presence presence;
  private final ChatModes chatModes;
  private final int heartbeatSeconds;
  private final Map<String, Long> limits;
  private final AdaptiveBatcher<Actor, Arrival> arrivals;

  Reception(
      ConversationClient client,
      DeliveryLoop loop,
      Delivery delivery,
      Presence presence,
      ChatModes chatModes,
      GatewayConfig config,
      GatewayMetrics metrics) {
    this.loop = loop;
    this.delivery = delivery;
    this.presence = presence;
    this.chatModes = chatModes;
    this.heartbeatSeconds = (int) config.sockets().pingInterval().toSeconds();
    this.limits =
        Limit.byJsonName(
            Map.of(
                Limit.IMAGE_BYTES,
                config.attachments().imageBytes(),
                Limit.VIDEO_BYTES,
                config.attachments().videoBytes()));
    this.arrivals =
        new AdaptiveBatcher<>(
            ArrivalBatch.MAX_SIZE,
            config.arrivals().waiting(),
            config.arrivals().inFlight(),
            AdaptiveBatcher.Pace.NONE,
            actors -> ask(client, actors),
            metrics.batch("arrivals"));
  }

  private static CompletionStage<List<Arrival>> ask(ConversationClient client, List<Actor> actors) {
    return client.arrive(new ArrivalBatch(actors)).thenApply(ArrivalBatch.Results::arrivals);
  }

  /** A socket has opened. */
  public void enter(Session session) {
    loop.execute(
        () -> {
          delivery.arriving(session.subscriber());
          boolean taken =
              arrivals.offer(
                  session.actor(),
                  (arrival, failure) -> loop.execute(() -> arrived(session, arrival, failure)));
          if (!taken) {
            session.close(CloseCode.TRY_AGAIN_LATER);
          }
        });
  }

  private void arrived(Session session, Arrival arrival, Throwable failure) {
    if (arrival == null) {
      LOG.debugf("No welcome: %s", failure);
      session.close(CloseCode.TRY_AGAIN_LATER);
      return;
    }
    Subscriber subscriber = session.subscriber();
    if (subscriber.gone()) {
      return;
    }
    Actor actor = session.actor();
    boolean follower = actor.role() == ParticipantRole.FOLLOWER;
    session.welcome(
        Frames.encode(
            new ServerFrame.Welcome(
                PROTOCOL,
                actor.participant(),
                arrival.channels().stream().map(this::channel).toList(),
                follower ? arrival.conversations() : null,
                limits,
                heartbeatSeconds)));
    delivery.welcomed(
        subscriber,
        arrival.conversations().stream()
            .collect(Collectors.toMap(ConversationSummary::id, ConversationSummary::lastSeq)));
    presence.opened(actor);
  }

  private ServerFrame.Channel channel(ArrivalBatch.Channel channel) {
    return new ServerFrame.Channel(
        channel.id(),
        channel.name(),
        channel.description(),
        channel.pictureUrl(),
        chatModes.newest(channel),
        presence.agentsOnline(channel.id()));
  }

  /** A resume frame; before the welcome it waits for that. */
  public void resume(Session session, ClientFrame.Resume resume) {
    loop.execute(
        () -> {
          if (!session.subscriber().whenWelcomed(() -> resumeNow(session, resume))) {
            session.send(
                Frames.refusal(
                    null, null, Problem.of(ProblemCode.RATE_LIMITED, "Wait for the welcome")));
          }
        });
  }

  private void resumeNow(Session session, ClientFrame.Resume resume) {
    Map<String, Long> positions = resume.positions();
    if (positions == null) {
      Set<String> own = delivery.conversations(session.subscriber());
      if (session.actor().role() != ParticipantRole.FOLLOWER || own.size() > 1) {
        session.send(Frames.refusal(null, null, NAME_THEM));
        return;
      }
      positions =
          own.stream().collect(Collectors.toMap(conversation -> conversation, c -> resume.after()));
    }
    delivery.resume(session.subscriber(), positions);
    if (session.actor().role() == ParticipantRole.AGENT) {
      presence.tellOfFollowers(session, positions.keySet());
    }
  }

  /** A socket has closed. */
  public void leave(Session session) {
    loop.execute(
        () -> {
          boolean welcomed = session.subscriber().welcomed();
          delivery.gone(session.subscriber());
          if (welcomed) {
            presence.closed(session.actor());
          }
        });
  }
}
