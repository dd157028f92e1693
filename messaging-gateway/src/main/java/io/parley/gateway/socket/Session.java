package io.parley.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.parley.contracts.command.Actor;
import io.parley.contracts.limit.Limit;
import io.parley.contracts.limit.Rate;
import io.parley.contracts.limit.RateLimit;
import io.parley.contracts.socket.CloseCode;
import io.parley.gateway.feed.EventFrame;
import io.parley.gateway.feed.Outlet;
import io.parley.gateway.feed.Subscriber;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection: who it is, what waits to be written to it, and its bounds. Frames may be given
 * from any thread and leave in their order; all that piled up leaves in one write.
 *
 * <p>Thousands of these are idle at any time, so it holds no token, no claims and no buffers.
 */
public final class Session implements Outlet {
  /** What all sessions share. */
  interface Surroundings {
    int maxPendingBytes();

    long closeTimeoutMillis();

    /** Runs a task on the delivery thread. */
    void onDelivery(Runnable task);

    /** Events were written to a participant who had not sent them. */
    void delivered(Session session, EventFrame event);

    void wrote(int frames);
  }

  private final Surroundings surroundings;
  private final Wire wire;
  private final Subscriber subscriber;
  private final FrameBudget budget;
  private WebSocketConnection connection;
  private final Actor actor;
  private volatile long expiresAtSeconds;
  private volatile long heardAt;
  private volatile long pingedAt;
  private volatile CloseCode closing;
  private volatile boolean leaving;

  // Guarded by this.
  private List<Object> outbox;
  private int outboxBytes;
  private long wireBytes;
  private boolean drainScheduled;
  private boolean welcomed;
  private int pendingSends;

  // Touched on the event loop only.
  private boolean renewing;
  private long typedAt;

  // Touched on the delivery thread only.
  private int lookups;

  Session(Surroundings surroundings, Wire wire, Actor actor, long expiresAtSeconds, long now) {
    this.surroundings = surroundings;
    this.wire = wire;
    this.actor = actor;
    this.expiresAtSeconds = expiresAtSeconds;
    this.heardAt = now;
    this.pingedAt = now;
    this.typedAt = now - Long.MAX_VALUE / 2;
    this.subscriber = new Subscriber(actor, this);
    Rate frames = RateLimit.FRAMES_OF_SOCKET.rate();
    this.budget = new FrameBudget(frames.perSecond(), frames.burst(), now);
  }

  /** The verified identity. */
  public Actor actor() {
    return actor;
  }

  public Subscriber subscriber() {
    return subscriber;
  }

  // ---- on the event loop -----------------------------------------------------------------------

  void opened(WebSocketConnection opened) {
    this.connection = opened;
    wire.prepare();
  }

  /** Counts an inbound frame. Returns whether the client keeps within its rate. */
  boolean frame(long now) {
    heardAt = now;
    return budget.take(now);
  }

  void heard(long now) {
    heardAt = now;
  }

  /** Whether a typing frame is worth passing on. */
  boolean typing(long now, long intervalNanos) {
    if (now - typedAt < intervalNanos) {
      return false;
    }
    typedAt = now;
    return true;
  }

  /** One fresh token is verified at a time. */
  boolean startRenewal() {
    boolean start = !renewing;
    renewing = true;
    return start;
  }

  void endRenewal() {
    renewing = false;
  }

  void renewed(long expires) {
    expiresAtSeconds = expires;
  }

  // ---- from any thread -------------------------------------------------------------------------

  /** Whether a send is begun. */
  public enum Start {
    TAKEN,
    TOO_MANY,
    LEAVING
  }

  /** Reserves room for a send's answer, unless too many wait already or this socket leaves. */
  public Start startSend() {
    synchronized (this) {
      if (leaving) {
        return Start.LEAVING;
      }
      if (pendingSends >= Limit.PENDING_SENDS.intValue()) {
        return Start.TOO_MANY;
      }
      pendingSends++;
      return Start.TAKEN;
    }
  }

  /** Answers a send. */
  public void endSend(byte[] frame) {
    boolean last;
    synchronized (this) {
      // Both at once: who sees that nothing is pending closes, and what is given later is lost.
      send(frame);
      pendingSends--;
      last = leaving && pendingSends == 0;
    }
    if (last) {
      close(CloseCode.SERVICE_RESTART);
    }
  }

  /**
   * Hears no more, and closes with 1012 once every send that was taken is answered. What the client
   * says meanwhile it says again elsewhere, as it gets no answer here.
   */
  public void leave() {
    boolean answered;
    synchronized (this) {
      leaving = true;
      answered = pendingSends == 0;
    }
    if (answered) {
      close(CloseCode.SERVICE_RESTART);
    }
  }

  /** The first frame; what was given before it follows it. */
  public void welcome(byte[] frame) {
    synchronized (this) {
      if (outbox == null) {
        outbox = new ArrayList<>(1);
      }
      outbox.addFirst(frame);
      outboxBytes += frame.length;
      welcomed = true;
    }
    schedule();
  }

  @Override
  public void send(byte[] frame) {
    enqueue(frame, frame.length);
  }

  @Override
  public void event(EventFrame event, boolean mark) {
    enqueue(mark ? event : event.bytes(), event.bytes().length);
  }

  @Override
  public void whenWritten(Runnable next) {
    wire.eventLoop()
        .execute(
            () -> {
              drain();
              wire.whenWritten(() -> surroundings.onDelivery(next));
            });
  }

  private void enqueue(Object frame, int bytes) {
    boolean overflow;
    boolean ready;
    synchronized (this) {
      if (closing != null) {
        return;
      }
      if (outbox == null) {
        outbox = new ArrayList<>(2);
      }
      outbox.add(frame);
      outboxBytes += bytes;
      overflow = outboxBytes + wireBytes > surroundings.maxPendingBytes();
      ready = welcomed;
    }
    if (overflow) {
      close(CloseCode.TRY_AGAIN_LATER);
    } else if (ready) {
      schedule();
    }
  }

  private void schedule() {
    synchronized (this) {
      if (drainScheduled) {
        return;
      }
      drainScheduled = true;
    }
    wire.eventLoop().execute(this::drain);
  }

  private void drain() {
    List<Object> frames;
    int bytes;
    synchronized (this) {
      drainScheduled = false;
      if (!welcomed || outbox == null) {
        return;
      }
      frames = outbox;
      bytes = outboxBytes;
      outbox = null;
      outboxBytes = 0;
      wireBytes += bytes;
    }
    if (!wire.open()) {
      return;
    }
    ByteBuf buffer = wire.buffer(frames.size(), bytes);
    for (Object frame : frames) {
      Wire.addText(buffer, frame instanceof EventFrame event ? event.bytes() : (byte[]) frame);
    }
    wire.write(buffer);
    long pending = wire.pendingBytes();
    synchronized (this) {
      wireBytes = pending;
    }
    surroundings.wrote(frames.size());
    for (Object frame : frames) {
      if (frame instanceof EventFrame event) {
        surroundings.delivered(this, event);
      }
    }
  }

  /**
   * Closes with a handshake, after what was given before; a client that does not answer is cut off.
   * When the client is too slow, what waits is dropped.
   */
  @Override
  public void close(CloseCode code) {
    synchronized (this) {
      if (closing != null) {
        return;
      }
      closing = code;
      if (code == CloseCode.TRY_AGAIN_LATER) {
        outbox = null;
        outboxBytes = 0;
      }
    }
    wire.eventLoop()
        .execute(
            () -> {
              drain();
              if (connection != null && connection.isOpen()) {
                connection
                    .close(new CloseReason(code.code(), code.reason()))
                    .subscribe()
                    .with(ignored -> {}, failure -> wire.cut());
              }
              wire.later(surroundings.closeTimeoutMillis(), wire::cut);
            });
  }

  /** Cuts a connection that nobody is at the other end of. */
  void cut() {
    wire.cut();
  }

  /** Why this gateway closed it; null when the client did. */
  CloseCode closing() {
    return closing;
  }

  /** Whether frames are still heeded. */
  boolean hears() {
    return closing == null && !leaving;
  }

  boolean expired(long nowSeconds) {
    return nowSeconds >= expiresAtSeconds;
  }

  boolean silent(long now, long nanos) {
    return now - heardAt > nanos;
  }

  /** Pings when it is time to. */
  void pingIfDue(long now, long intervalNanos) {
    if (now - pingedAt >= intervalNanos) {
      pingedAt = now;
      wire.eventLoop().execute(wire::ping);
    }
  }

  // ---- on the delivery thread ------------------------------------------------------------------

  /** Counts a look-up of a conversation; false when too many are under way. */
  public boolean startLookup(int atMost) {
    if (lookups >= atMost) {
      return false;
    }
    lookups++;
    return true;
  }

  public void endLookup() {
    lookups--;
  }
}
