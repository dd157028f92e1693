package io.parley.gateway.signal;

import io.parley.contracts.command.Actor;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.ServerFrame;
import io.parley.gateway.feed.Delivery;
import io.parley.gateway.feed.DeliveryLoop;
import io.parley.gateway.feed.Place;
import io.parley.gateway.feed.Subscriber;
import io.parley.gateway.frame.Frames;
import io.parley.gateway.kafka.SignalPublisher;
import io.parley.gateway.mark.MarkKeeper;
import io.parley.gateway.socket.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.function.Consumer;

/** Typing and read marks: checked to be about one's own conversation, passed on, and received. */
@ApplicationScoped
public class Conversing {
  private static final Problem NOT_FOUND =
      Problem.of(ProblemCode.NOT_FOUND, "There is no such conversation here");
  private static final Problem NAME_IT =
      Problem.of(ProblemCode.MALFORMED_FRAME, "conversationId is missing");

  private final DeliveryLoop loop;
  private final Delivery delivery;
  private final Places places;
  private final MarkKeeper marks;
  private final SignalPublisher signals;

  Conversing(
      DeliveryLoop loop,
      Delivery delivery,
      Places places,
      MarkKeeper marks,
      SignalPublisher signals) {
    this.loop = loop;
    this.delivery = delivery;
    this.places = places;
    this.marks = marks;
    this.signals = signals;
  }

  /** A typing frame. */
  public void typing(Session session, String conversationId) {
    loop.offer(
        () ->
            inOwn(
                session,
                conversationId,
                place ->
                    signals.publish(
                        new ConversationSignal.Typing(
                            place.conversationId(),
                            place.channelId(),
                            place.followerId(),
                            session.actor().participant()))));
  }

  /** A read frame. */
  public void read(Session session, String conversationId, long seq) {
    loop.offer(
        () ->
            inOwn(
                session,
                conversationId,
                place -> marks.read(place, session.actor().participant(), seq)));
  }

  private void inOwn(Session session, String named, Consumer<Place> action) {
    String conversationId = named;
    if (named == null) {
      Set<String> own = delivery.conversations(session.subscriber());
      if (session.actor().role() != ParticipantRole.FOLLOWER || own.size() > 1) {
        session.send(Frames.refusal(null, null, NAME_IT));
        return;
      }
      if (own.isEmpty()) {
        // Before a follower's first message there is nobody to tell.
        return;
      }
      conversationId = own.iterator().next();
    }
    inNamed(session, conversationId, action);
  }

  private void inNamed(Session session, String conversationId, Consumer<Place> action) {
    places.find(
        session,
        conversationId,
        (place, problem) -> {
          if (place != null && owns(session.actor(), place)) {
            action.accept(place);
          } else {
            session.send(
                Frames.refusal(null, conversationId, problem == null ? NOT_FOUND : problem));
          }
        });
  }

  private static boolean owns(Actor actor, Place place) {
    boolean inChannel = actor.channels().contains(place.channelId());
    return inChannel
        && (actor.role() == ParticipantRole.AGENT || actor.id().equals(place.followerId()));
  }

  /** A signal from the broker, of this gateway or another. */
  public void told(ConversationSignal.Typing signal) {
    tell(
        signal.channelId(),
        signal.followerId(),
        signal.participant(),
        Frames.encode(new ServerFrame.Typing(signal.conversationId(), signal.participant())));
  }

  /** A signal from the broker, of this gateway or another. */
  public void told(ConversationSignal.Read signal) {
    tell(
        signal.channelId(),
        signal.followerId(),
        // Somebody's other devices want to know, too.
        null,
        Frames.encode(
            new ServerFrame.Read(signal.conversationId(), signal.participant(), signal.seq())));
  }

  /** A signal from the broker, of this gateway or another. */
  public void told(ConversationSignal.Delivered signal) {
    tell(
        signal.channelId(),
        signal.followerId(),
        signal.participant(),
        Frames.encode(
            new ServerFrame.Delivered(
                signal.conversationId(), signal.participant(), signal.seq())));
  }

  private void tell(String channelId, String followerId, Participant except, byte[] frame) {
    for (Subscriber follower : delivery.followerSockets(followerId)) {
      if (follower.actor().channels().contains(channelId)) {
        tell(follower, except, frame);
      }
    }
    delivery.agentSockets(channelId).forEach(agent -> tell(agent, except, frame));
  }

  private static void tell(Subscriber subscriber, Participant except, byte[] frame) {
    boolean self =
        except != null
            && subscriber.actor().role() == except.role()
            && subscriber.actor().id().equals(except.id());
    if (!self) {
      subscriber.outlet().send(frame);
    }
  }
}
