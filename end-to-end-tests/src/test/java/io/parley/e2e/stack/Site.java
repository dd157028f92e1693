package io.parley.e2e.stack;

import java.net.URI;

/** A suite that runs, as clients find it. */
public interface Site {
  /** The public address. */
  URI http();

  /** The public address of the followers' or agents' socket. */
  default URI socket(String side) {
    return URI.create("ws://localhost:" + http().getPort() + "/ws/" + side);
  }
}
