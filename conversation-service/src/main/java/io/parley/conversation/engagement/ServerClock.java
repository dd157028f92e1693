package io.parley.conversation.engagement;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The clock that decides what can be sent now; tests bring their own. */
class ServerClock {
  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
