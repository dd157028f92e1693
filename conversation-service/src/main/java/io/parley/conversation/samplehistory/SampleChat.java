package io.parley.conversation.samplehistory;

import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import io.parley.conversation.log.LogCommand;
import io.parley.conversation.log.PastLog.PastCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One made-up chat from the follower's first message to the finish, as the commands that people
 * would have given. Knows what is usual; what is allowed, the rules decide when they are stored.
 */
final class SampleChat {
  private static final Participant AUTOMATIC =
      new Participant(ParticipantRole.SYSTEM, "automatic-reply", "Automatic reply");

  private final RandomGenerator random;
  private final UUID conversationId;
  private final Participant follower;
  private final List<Person> agents;
  private final String messageIds;
  private final List<PastCommand> commands = new ArrayList<>();

  private Instant at;
  private Person owner;

  private SampleChat(
      RandomGenerator random,
      UUID conversationId,
      Person follower,
      List<Person> agents,
      String messageIds,
      Instant begin) {
    this.random = random;
    this.conversationId = conversationId;
    this.follower = new Participant(ParticipantRole.FOLLOWER, follower.id(), follower.name());
    this.agents = agents;
    this.messageIds = messageIds;
    this.at = begin;
  }

  /**
   * Makes one up.
   *
   * @param messageIds what the clientMessageIds begin with; no other chat of the conversation may
   *     use it
   */
  static List<PastCommand> of(
      RandomGenerator random,
      UUID conversationId,
      Person follower,
      List<Person> agents,
      String messageIds,
      Instant begin) {
    SampleChat chat = new SampleChat(random, conversationId, follower, agents, messageIds, begin);
    chat.run();
    return chat.commands;
  }

  private void run() {
    ask();
    if (!OpeningHours.isOpen(at) && maybe(0.8)) {
      later(Duration.ofSeconds(1), 0.2);
      send(AUTOMATIC, Phrases.closed(), null);
    }
    owner = anAgent();
    if (maybe(0.01)) {
      // Overlooked.
      later(Duration.ofHours(30), 0.4);
    }
    answerLater(Duration.ofSeconds(75), 0.9);
    int turns = 0;
    while (turns < 8 && maybe(0.62)) {
      turns++;
      later(Duration.ofSeconds(60), 0.8);
      followerWritesOn();
      changeHands();
      answerLater(Duration.ofSeconds(55), 0.8);
    }
    if (maybe(0.6)) {
      later(Duration.ofSeconds(40), 0.6);
      send(follower, Phrases.thanks(random), null);
      if (maybe(0.7)) {
        later(Duration.ofSeconds(25), 0.5);
        send(as(owner), Phrases.goodbye(random), null);
      }
    }
    finish();
  }

  private void ask() {
    send(follower, Phrases.question(random), null);
    while (maybe(0.3)) {
      later(Duration.ofSeconds(15), 0.5);
      send(follower, Phrases.more(random), null);
    }
  }

  private void followerWritesOn() {
    send(follower, Phrases.more(random), null);
    if (maybe(0.25)) {
      later(Duration.ofSeconds(12), 0.5);
      send(follower, Phrases.more(random), null);
    }
  }

  /** The owner answers, at the next opening if nobody is there by then. */
  private void answerLater(Duration median, double spread) {
    later(median, spread);
    if (!OpeningHours.isOpen(at)) {
      at = OpeningHours.nextOpening(at);
      later(Duration.ofMinutes(12), 0.9);
    }
    send(as(owner), Phrases.answer(random), null);
    if (maybe(0.25)) {
      later(Duration.ofSeconds(20), 0.5);
      send(as(owner), Phrases.answer(random), null);
    }
  }

  /** Now and then somebody else goes on, with a note or without. */
  private void changeHands() {
    if (maybe(0.04)) {
      later(Duration.ofSeconds(10), 0.5);
      add(new LogCommand.Note(conversationId, as(owner), messageId(), Phrases.note(random)));
    }
    Person other = anAgent();
    if (other.equals(owner)) {
      return;
    }
    if (maybe(0.05)) {
      later(Duration.ofSeconds(30), 0.7);
      add(new LogCommand.Transfer(conversationId, as(owner), other, null));
      owner = other;
    } else if (maybe(0.05)) {
      later(Duration.ofSeconds(60), 0.7);
      send(as(other), Phrases.answer(random), owner.id());
      owner = other;
    }
  }

  private void finish() {
    later(maybe(0.03) ? Duration.ofHours(20) : Duration.ofSeconds(110), 0.8);
    Person finisher = maybe(0.05) ? anAgent() : owner;
    String takeOverFrom = finisher.equals(owner) ? null : owner.id();
    add(new LogCommand.Finish(conversationId, as(finisher), takeOverFrom));
  }

  private void send(Participant sender, String text, String takeOverFrom) {
    add(
        new LogCommand.Send(
            conversationId, sender, messageId(), text, List.of(), null, takeOverFrom));
  }

  private void add(LogCommand command) {
    commands.add(new PastCommand(command, at));
  }

  /** Time goes on: half of all pauses are shorter, a few are much longer (log-normal). */
  private void later(Duration median, double spread) {
    double factor = Math.exp(spread * random.nextGaussian());
    long micros = 1_000_000 + (long) (factor * median.toNanos() / 1_000);
    at = at.plus(micros, ChronoUnit.MICROS);
  }

  private boolean maybe(double probability) {
    return random.nextDouble() < probability;
  }

  private Person anAgent() {
    return agents.get(random.nextInt(agents.size()));
  }

  private String messageId() {
    return messageIds + commands.size();
  }

  private static Participant as(Person agent) {
    return new Participant(ParticipantRole.AGENT, agent.id(), agent.name());
  }
}
