package io.parley.contracts.limit;

/**
 * How often callers may ask for what. Generous: somebody who chats does not meet one of them in
 * years, and a program that runs wild does within seconds.
 */
public enum RateLimit {
  /** Sockets opened from one address, with whatever tokens. */
  SOCKET_OPENS_OF_ADDRESS("socket-opens-of-address", 100, 5_000, WhenCrowded.LET_THROUGH),
  /** Sockets opened by one person. */
  SOCKET_OPENS_OF_IDENTITY("socket-opens-of-identity", 10, 300, WhenCrowded.LET_THROUGH),
  /** Frames of one socket. Told to clients; configuration does not change it. */
  FRAMES_OF_SOCKET(
      "frames-of-socket",
      Limit.FRAMES_PER_SECOND.intValue(),
      Limit.FRAME_BURST.intValue(),
      WhenCrowded.REFUSE),
  /** REST calls from one address, without or with a token, good or bad. */
  REQUESTS_OF_ADDRESS("requests-of-address", 2_000, 10_000, WhenCrowded.LET_THROUGH),
  /** REST calls of one person. */
  REQUESTS_OF_IDENTITY("requests-of-identity", 1_000, 5_000, WhenCrowded.LET_THROUGH),
  /** Files that one person uploads: each costs disk, so nobody uploads uncounted. */
  UPLOADS_OF_IDENTITY("uploads-of-identity", 10, 300, WhenCrowded.REFUSE);

  /**
   * What happens to a caller when so many others are counted that there is no room for one more.
   */
  public enum WhenCrowded {
    LET_THROUGH,
    REFUSE
  }

  private final String id;
  private final int perSecond;
  private final int burst;
  private final WhenCrowded whenCrowded;

  RateLimit(String id, int perSecond, int burst, WhenCrowded whenCrowded) {
    this.id = id;
    this.perSecond = perSecond;
    this.burst = burst;
    this.whenCrowded = whenCrowded;
  }

  /** Its name in configuration, metrics and documentation. */
  public String id() {
    return id;
  }

  /** Over all instances of a service together, unless configuration says otherwise. */
  public Rate rate() {
    return new Rate(perSecond, burst);
  }

  public WhenCrowded whenCrowded() {
    return whenCrowded;
  }
}
