package io.parley.gateway.feed;

import io.parley.contracts.event.ParticipantRole;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings every log event to every socket that follows its conversation: once, in seq order, without
 * a hole.
 *
 * <p>Why this is exact. An event is in the database before it is on the broker, so whatever a
 * record announces can be read there. Each conversation's feed broadcasts seq after seq: a record
 * that is behind is dropped, one that is ahead starts a fill from the database. A socket's cursor
 * takes a broadcast only when it is the next event after its position; otherwise it replays from
 * the database until it stands at the feed's head, and both follow from there. A follower's cursors
 * come from its welcome, read after its interest was registered here: a conversation that the
 * welcome did not name was created later and starts from 0. An agent's sockets take a conversation
 * without a cursor as it comes, from the first command met after they connected; from a {@code
 * resume} on they have a cursor, too.
 *
 * <p>Private events are broadcast as all others are, but no follower's socket is given one: see
 * {@link #deliver}. For a follower "the next event" is the next that followers may see, which each
 * event names; so a private one neither moves a follower's cursor nor looks like a hole.
 *
 * <p>All methods run on the delivery thread.
 */
public final class Delivery {
  /** Told about what a client never sees. */
  public interface Observer {
    /** A record's body cannot be given to clients; the event comes from the database instead. */
    void unreadable(LogRecord record, String reason);

    /** Events were read from the database because the broker had not brought them. */
    void filled(int events);

    /** An event is given to the sockets that follow its conversation. */
    void broadcast(int sockets);
  }

  /** Pages that may bring nothing before a log is taken at its word. */
  private static final int MAX_PAGES_WITHOUT_PROGRESS = 30;

  private static final int FEEDS_LOOKED_AT_TO_EVICT = 16;

  private final Pages pages;
  private final Observer observer;
  private final Replayer replayer;
  private final int pageSize;
  private final int maxFeeds;

  private final LinkedHashMap<String, ConversationFeed> feeds =
      new LinkedHashMap<>(256, 0.75f, true);
  private final Map<String, Set<Subscriber>> followers = new HashMap<>();
  private final Map<String, Set<Subscriber>> agents = new HashMap<>();

  /**
   * @param pageSize events read from the database at once
   * @param maxFeeds conversations remembered; more only when that many followers are connected
   */
  public Delivery(Pages pages, Observer observer, int pageSize, int maxFeeds) {
    this.pages = pages;
    this.observer = observer;
    this.pageSize = pageSize;
    this.maxFeeds = maxFeeds;
    this.replayer = new Replayer(pages, this::headFor, pageSize);
  }

  // ---- sockets ---------------------------------------------------------------------------------

  /** Registers the interest of a socket that opens, before its welcome is asked for. */
  public void arriving(Subscriber subscriber) {
    if (subscriber.follower()) {
      add(followers, subscriber.actor().id(), subscriber);
    } else {
      subscriber.actor().channels().forEach(channel -> add(agents, channel, subscriber));
    }
  }

  /**
   * Starts delivery.
   *
   * @param positions the last seq of each of a follower's conversations as its welcome says; empty
   *     for an agent
   */
  public void welcomed(Subscriber subscriber, Map<String, Long> positions) {
    if (subscriber.gone()) {
      return;
    }
    List<Runnable> early = subscriber.welcome();
    positions.forEach(
        (conversationId, lastSeq) -> subscriber.put(new Cursor(conversationId, lastSeq, null)));
    for (String conversationId : subscriber.takeMissed()) {
      Cursor cursor = cursor(subscriber, conversationId);
      if (cursor != null && headFor(subscriber, conversationId) > cursor.position()) {
        replayer.start(subscriber, cursor);
      }
    }
    early.forEach(Runnable::run);
  }

  /** Forgets a socket that closed. */
  public void gone(Subscriber subscriber) {
    if (subscriber.follower()) {
      remove(followers, subscriber.actor().id(), subscriber);
    } else {
      subscriber.actor().channels().forEach(channel -> remove(agents, channel, subscriber));
    }
    subscriber.leave();
  }

  /** Streams what the client missed, then {@code caught-up}. */
  public void resume(Subscriber subscriber, Map<String, Long> positions) {
    if (subscriber.welcomed() && !subscriber.gone()) {
      replayer.resume(subscriber, positions);
    }
  }

  /** The conversations that a socket has a position in: all of its own, for a follower. */
  public Set<String> conversations(Subscriber subscriber) {
    return subscriber.cursors().keySet();
  }

  // ---- the broker's records --------------------------------------------------------------------

  /** Takes the log events of one poll, of all topics. */
  public void records(List<LogRecord> records) {
    // Across topics nothing is in order; within one poll it can be put right for nothing.
    records.sort(Comparator.comparingLong(LogRecord::seq));
    for (LogRecord record : records) {
      record(record);
    }
  }

  private void record(LogRecord record) {
    ConversationFeed feed = feeds.get(record.conversationId());
    if (!followers.containsKey(record.followerId()) && !agents.containsKey(record.channelId())) {
      if (feed != null) {
        // Nobody listens, so nothing is broadcast: the head would no longer be true.
        feeds.remove(record.conversationId());
      }
      return;
    }
    if (feed != null) {
      switch (feed.step(record.seq())) {
        case DROP -> {
          return;
        }
        case FILL -> {
          fill(feed, record.seq());
          return;
        }
        case BROADCAST -> {
          // Read and sent below.
        }
      }
    }
    EventFrame event;
    try {
      event = EventFrame.of(record);
    } catch (EventFrame.UnreadableException e) {
      observer.unreadable(record, e.getMessage());
      fill(feed == null ? open(record, record.seq() - 1) : feed, record.seq());
      return;
    }
    if (feed == null) {
      feed = open(record, event.firstSeq() - 1);
      if (event.seq() > event.firstSeq()) {
        fill(feed, event.seq());
        return;
      }
    }
    broadcast(feed, event);
  }

  private ConversationFeed open(LogRecord record, long head) {
    evictIdle();
    ConversationFeed feed =
        new ConversationFeed(
            record.conversationId(), record.channelId(), record.followerId(), head);
    feeds.put(record.conversationId(), feed);
    return feed;
  }

  /**
   * Makes room by forgetting an idle conversation whose follower is not connected. For agents that
   * loses nothing: its next record starts a feed again, at that record's command.
   */
  private void evictIdle() {
    if (feeds.size() < maxFeeds) {
      return;
    }
    Iterator<ConversationFeed> eldest = feeds.values().iterator();
    for (int i = 0; i < FEEDS_LOOKED_AT_TO_EVICT && eldest.hasNext(); i++) {
      if (!followers.containsKey(eldest.next().followerId())) {
        eldest.remove();
        return;
      }
    }
  }

  private void broadcast(ConversationFeed feed, EventFrame event) {
    feed.broadcast(event);
    Set<Subscriber> itsFollower = followers.getOrDefault(feed.followerId(), Set.of());
    Set<Subscriber> itsAgents = agents.getOrDefault(feed.channelId(), Set.of());
    observer.broadcast(itsFollower.size() + itsAgents.size());
    for (Subscriber follower : itsFollower) {
      if (follower.actor().channels().contains(feed.channelId())) {
        deliver(follower, event);
        if (event.closes() != null) {
          follower.outlet().close(event.closes());
        }
      }
    }
    for (Subscriber agent : itsAgents) {
      deliver(agent, event);
    }
  }

  private void deliver(Subscriber subscriber, EventFrame event) {
    if (!subscriber.welcomed()) {
      if (subscriber.follower()) {
        subscriber.missed(event.conversationId());
      }
      return;
    }
    Cursor cursor = cursor(subscriber, event.conversationId());
    if (cursor == null) {
      subscriber.outlet().event(event, false);
      return;
    }
    Cursor.Step step =
        subscriber.maySee(event)
            ? cursor.live(event.seq(), subscriber.before(event))
            : cursor.hidden(subscriber.before(event));
    switch (step) {
      case SEND -> subscriber.outlet().event(event, marks(subscriber, event));
      case REPLAY -> replayer.start(subscriber, cursor);
      case IGNORE -> {
        // It has it, or the replay under way will bring it.
      }
    }
  }

  /** A follower has a cursor in each of its conversations, an agent where it asked for one. */
  private static Cursor cursor(Subscriber subscriber, String conversationId) {
    Cursor cursor = subscriber.cursor(conversationId);
    if (cursor == null && subscriber.follower()) {
      cursor = new Cursor(conversationId, 0, null);
      subscriber.put(cursor);
    }
    return cursor;
  }

  /** Delivered marks are worth telling to the other side only. */
  static boolean marks(Subscriber subscriber, EventFrame event) {
    return subscriber.follower()
        ? event.sender() != null && event.sender() != ParticipantRole.FOLLOWER
        : event.sender() == ParticipantRole.FOLLOWER;
  }

  // ---- holes -----------------------------------------------------------------------------------

  private void fill(ConversationFeed feed, long wanted) {
    if (feed.want(wanted)) {
      readHole(feed, 0);
    }
  }

  private void readHole(ConversationFeed feed, int fruitless) {
    pages.read(
        null,
        feed.conversationId(),
        feed.head(),
        pageSize,
        page -> {
          if (feeds.get(feed.conversationId()) != feed) {
            return;
          }
          if (page == null || page.problem() != null) {
            pages.later(() -> readHole(feed, fruitless));
            return;
          }
          long before = feed.head();
          page.events().stream()
              .map(EventFrame::of)
              .filter(event -> feed.step(event.seq()) == ConversationFeed.Step.BROADCAST)
              .forEach(event -> broadcast(feed, event));
          observer.filled((int) (feed.head() - before));
          if (!feed.fillOn()) {
            return;
          }
          if (feed.head() > before) {
            readHole(feed, 0);
          } else if (fruitless < MAX_PAGES_WITHOUT_PROGRESS) {
            pages.later(() -> readHole(feed, fruitless + 1));
          } else {
            feed.giveUp();
          }
        });
  }

  /** The last event broadcast that the socket may see; -1 when none can have been. */
  private long headFor(Subscriber subscriber, String conversationId) {
    ConversationFeed feed = feeds.get(conversationId);
    if (feed == null) {
      return -1;
    }
    return subscriber.follower() ? feed.publicHead() : feed.head();
  }

  // ---- who listens -----------------------------------------------------------------------------

  /** The sockets of one follower here. */
  public Set<Subscriber> followerSockets(String followerId) {
    return followers.getOrDefault(followerId, Set.of());
  }

  /** The sockets of one channel's agents here. */
  public Set<Subscriber> agentSockets(String channelId) {
    return agents.getOrDefault(channelId, Set.of());
  }

  /** Where a conversation belongs, when it has been met here; null otherwise. */
  public Place place(String conversationId) {
    ConversationFeed feed = feeds.get(conversationId);
    return feed == null
        ? null
        : new Place(feed.conversationId(), feed.channelId(), feed.followerId());
  }

  private static void add(Map<String, Set<Subscriber>> index, String key, Subscriber subscriber) {
    // Most followers have one socket: a table of two is enough to start with.
    index.computeIfAbsent(key, ignored -> LinkedHashSet.newLinkedHashSet(1)).add(subscriber);
  }

  private static void remove(
      Map<String, Set<Subscriber>> index, String key, Subscriber subscriber) {
    index.computeIfPresent(
        key,
        (ignored, sockets) -> {
          sockets.remove(subscriber);
          return sockets.isEmpty() ? null : sockets;
        });
  }
}
