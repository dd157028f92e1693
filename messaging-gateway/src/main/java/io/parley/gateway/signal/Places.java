package io.parley.gateway.signal;

import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.gateway.feed.Delivery;
import io.parley.gateway.feed.Pages;
import io.parley.gateway.feed.Place;
import io.parley.gateway.socket.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which channel and follower a conversation belongs to: from the feeds, from memory, or asked once.
 * Runs on the delivery thread.
 */
@ApplicationScoped
public class Places {
  private static final Problem TOO_MANY =
      Problem.of(ProblemCode.RATE_LIMITED, "Too many conversations are being looked up");
  private static final Problem UNAVAILABLE =
      Problem.of(ProblemCode.UNAVAILABLE, "The conversation cannot be looked up now");
  private static final int MAX_REMEMBERED = 20_000;

  /** Look-ups that one socket may have under way; more are left out. */
  private static final int MAX_LOOKUPS = 600;

  private final Delivery delivery;
  private final Pages pages;
  private final Map<String, Place> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  Places(Delivery delivery, Pages pages) {
    this.delivery = delivery;
    this.pages = pages;
  }

  /** Takes the place, or the problem that kept it from being found. */
  public interface Result {
    void found(Place place, Problem problem);
  }

  /** Finds a conversation for a socket. Whether it may know of it is for the caller to check. */
  public void find(Session asking, String conversationId, Result result) {
    Place known = delivery.place(conversationId);
    if (known == null) {
      known = remembered.get(conversationId);
    }
    if (known != null) {
      result.found(known, null);
      return;
    }
    if (!asking.startLookup(MAX_LOOKUPS)) {
      result.found(null, TOO_MANY);
      return;
    }
    pages.read(
        null,
        conversationId,
        0,
        0,
        page -> {
          asking.endLookup();
          if (page == null || page.problem() != null) {
            result.found(null, page == null ? UNAVAILABLE : page.problem());
            return;
          }
          Place place = new Place(conversationId, page.channelId(), page.followerId());
          remembered.put(conversationId, place);
          result.found(place, null);
        });
  }
}
