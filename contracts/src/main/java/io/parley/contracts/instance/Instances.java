package io.parley.contracts.instance;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The instances of a service, taken in turn. One that says that it leaves, or that could not be
 * reached, is passed over for half a minute; when all are, the one that left first is asked, as it
 * may be back. Safe from any thread.
 */
public final class Instances {
  /** What an HTTP/1.1 server says with the last answer of a connection (RFC 9112 section 9.6). */
  private static final String CLOSE = "close";

  private static final int UNAVAILABLE = 503;

  /** Longer than an instance takes to be gone after it has said that it leaves. */
  private static final Duration PASS_OVER = Duration.ofSeconds(30);

  private final List<URI> addresses;
  private final long passOverNanos;
  private final LongSupplier nanoClock;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicLongArray leftAt;
  private final AtomicLongArray left;

  /**
   * @param addresses of the instances, at least one
   */
  public Instances(List<URI> addresses) {
    this(addresses, PASS_OVER, System::nanoTime);
  }

  Instances(List<URI> addresses, Duration passOver, LongSupplier nanoClock) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("No instance is configured");
    }
    this.addresses = List.copyOf(addresses);
    this.passOverNanos = passOver.toNanos();
    this.nanoClock = nanoClock;
    this.leftAt = new AtomicLongArray(addresses.size());
    this.left = new AtomicLongArray(addresses.size());
  }

  /** One instance in its turn. */
  public final class Turn {
    private final int index;

    private Turn(int index) {
      this.index = index;
    }

    public URI address() {
      return addresses.get(index);
    }

    /**
     * Heeds what an answer said of its connection: a service that is on its way out closes each
     * after its next answer.
     *
     * @param connection the header of that name, or null
     */
    public void answered(String connection) {
      if (CLOSE.equalsIgnoreCase(connection)) {
        passOver();
      }
    }

    /** It could not be reached: passes it over, and gives the turn to another one, if there is. */
    public Turn next() {
      passOver();
      return from(index + 1);
    }

    private void passOver() {
      leftAt.set(index, nanoClock.getAsLong());
      left.set(index, 1);
    }
  }

  /**
   * Whether an answer is the refusal of an instance that is almost gone: what it needs itself is
   * closed already, and another one may be asked the same.
   *
   * @param connection the header of that name, or null
   */
  public static boolean isFarewell(int status, String connection) {
    return status == UNAVAILABLE && CLOSE.equalsIgnoreCase(connection);
  }

  /** The one whose turn it is. */
  public Turn turn() {
    return from(turn.getAndIncrement());
  }

  private Turn from(int start) {
    int first = Math.floorMod(start, addresses.size());
    for (int i = 0; i < addresses.size(); i++) {
      int index = (first + i) % addresses.size();
      if (!isPassedOver(index)) {
        return new Turn(index);
      }
    }
    return new Turn(leftFirst());
  }

  private int leftFirst() {
    int oldest = 0;
    for (int i = 1; i < addresses.size(); i++) {
      if (leftAt.get(i) - leftAt.get(oldest) < 0) {
        oldest = i;
      }
    }
    return oldest;
  }

  private boolean isPassedOver(int index) {
    return left.get(index) == 1 && nanoClock.getAsLong() - leftAt.get(index) < passOverNanos;
  }
}
