package io.parley.gateway.feed;

import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.ServerFrame;
import io.parley.gateway.frame.Frames;
import java.util.Map;
import java.util.function.ToLongBiFunction;

/**
 * Streams from the database what one socket misses: one conversation after the other, page by page,
 * and the next page only when the one before has left for the client. The database authorises each
 * page.
 */
final class Replayer {
  /** Bytes handed to a socket before waiting until they have left. */
  private static final int CHUNK_BYTES = 65_536;

  private static final int MAX_PAGES_WITHOUT_PROGRESS = 30;
  private static final int MAX_REPLAYS_WAITING = 2 * Limit.POSITIONS_PER_RESUME.intValue();
  private static final Problem TOO_MANY =
      Problem.of(ProblemCode.RATE_LIMITED, "Wait for caught-up before you resume more");

  private final Pages pages;
  private final ToLongBiFunction<Subscriber, String> heads;
  private final int pageSize;

  /**
   * @param heads the head of a conversation's feed as far as a socket may see it, -1 when there is
   *     none
   */
  Replayer(Pages pages, ToLongBiFunction<Subscriber, String> heads, int pageSize) {
    this.pages = pages;
    this.heads = heads;
    this.pageSize = pageSize;
  }

  /** Answers a {@code resume} frame. */
  void resume(Subscriber subscriber, Map<String, Long> positions) {
    if (subscriber.replaysWaiting() + positions.size() > MAX_REPLAYS_WAITING) {
      subscriber.outlet().send(Frames.encode(ServerFrame.Refusal.of(null, null, TOO_MANY)));
      return;
    }
    Resumption resumption = new Resumption(positions.size());
    if (positions.isEmpty()) {
      complete(subscriber, resumption);
    }
    positions.forEach(
        (conversationId, position) -> {
          Cursor before = subscriber.cursor(conversationId);
          if (before != null && before.replaying()) {
            before.supersede();
            finish(subscriber, before, before.position());
          }
          Cursor cursor = new Cursor(conversationId, position, resumption);
          subscriber.put(cursor);
          start(subscriber, cursor);
        });
  }

  /** Brings one cursor to the head. */
  void start(Subscriber subscriber, Cursor cursor) {
    cursor.startReplay();
    if (subscriber.enqueue(cursor)) {
      next(subscriber);
    }
  }

  private void next(Subscriber subscriber) {
    Cursor cursor = subscriber.activateNext();
    while (cursor != null && cursor.superseded()) {
      cursor = subscriber.activateNext();
    }
    if (cursor != null) {
      read(subscriber, cursor);
    }
  }

  private void read(Subscriber subscriber, Cursor cursor) {
    pages.read(
        subscriber.actor(),
        cursor.conversationId(),
        cursor.position(),
        pageSize,
        page -> {
          if (subscriber.gone()) {
            return;
          }
          if (cursor.superseded()) {
            next(subscriber);
          } else if (page == null) {
            pages.later(() -> readAgain(subscriber, cursor));
          } else if (page.problem() != null) {
            refuse(subscriber, cursor, page.problem());
          } else {
            write(subscriber, cursor, page, 0);
          }
        });
  }

  private void readAgain(Subscriber subscriber, Cursor cursor) {
    if (subscriber.gone()) {
      return;
    }
    if (cursor.superseded()) {
      next(subscriber);
    } else {
      read(subscriber, cursor);
    }
  }

  private void write(Subscriber subscriber, Cursor cursor, ReplayBatch.Page page, int from) {
    if (subscriber.gone()) {
      return;
    }
    if (cursor.superseded()) {
      next(subscriber);
      return;
    }
    int index = from;
    int bytes = 0;
    while (index < page.events().size() && bytes < CHUNK_BYTES) {
      EventFrame event = EventFrame.of(page.events().get(index));
      if (subscriber.maySee(event) && cursor.replay(event.seq(), before(subscriber, event))) {
        subscriber.outlet().event(event, Delivery.marks(subscriber, event));
        bytes += event.bytes().length;
      }
      index++;
    }
    int following = index;
    boolean pageWritten = following == page.events().size();
    if (pageWritten && cursor.position() >= newest(subscriber, cursor, page)) {
      finish(subscriber, cursor, page);
    } else if (pageWritten) {
      goOn(subscriber, cursor, page);
    } else {
      subscriber.outlet().whenWritten(() -> write(subscriber, cursor, page, following));
    }
  }

  private void goOn(Subscriber subscriber, Cursor cursor, ReplayBatch.Page page) {
    if (!page.events().isEmpty()) {
      subscriber.outlet().whenWritten(() -> readAgain(subscriber, cursor));
    } else if (cursor.noProgress() < MAX_PAGES_WITHOUT_PROGRESS) {
      // The log says that there is more than it gives.
      pages.later(() -> readAgain(subscriber, cursor));
    } else {
      finish(subscriber, cursor, page);
    }
  }

  /**
   * A page for a follower has all that it may see. Where an event does not say what came before it,
   * that is the only word there is: the seq before may be a private one's.
   */
  private static long before(Subscriber subscriber, EventFrame event) {
    return subscriber.follower() && event.after() == EventFrame.NOT_SAID
        ? 0
        : subscriber.before(event);
  }

  private long newest(Subscriber subscriber, Cursor cursor, ReplayBatch.Page page) {
    return Math.max(page.lastSeq(), heads.applyAsLong(subscriber, cursor.conversationId()));
  }

  private void finish(Subscriber subscriber, Cursor cursor, ReplayBatch.Page page) {
    cursor.caughtUp(newest(subscriber, cursor, page));
    finish(subscriber, cursor, cursor.position());
    if (page.events().isEmpty() || !subscriber.replaysWait()) {
      next(subscriber);
    } else {
      subscriber.outlet().whenWritten(() -> next(subscriber));
    }
  }

  private void refuse(Subscriber subscriber, Cursor cursor, Problem problem) {
    subscriber.remove(cursor.conversationId());
    subscriber
        .outlet()
        .send(Frames.encode(ServerFrame.Refusal.of(null, cursor.conversationId(), problem)));
    finish(subscriber, cursor, (Long) null);
    next(subscriber);
  }

  private static void finish(Subscriber subscriber, Cursor cursor, Long position) {
    Resumption resumption = cursor.takeResumption();
    if (resumption == null) {
      return;
    }
    resumption.done(cursor.conversationId(), position);
    if (resumption.complete()) {
      complete(subscriber, resumption);
    }
  }

  private static void complete(Subscriber subscriber, Resumption resumption) {
    subscriber.outlet().send(Frames.encode(new ServerFrame.CaughtUp(resumption.reached())));
  }
}
