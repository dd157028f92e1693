package io.parley.gateway.signal;

import io.parley.gateway.feed.Delivery;
import io.parley.gateway.feed.Pages;
import io.parley.gateway.feed.Place;
import io.parley.gateway.socket.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which channel and follower a conversation belongs to: from the feeds, from memory, or asked once.
 * Runs on the delivery thread.
 */
@ApplicationScoped
public class Places {
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

  /** Finds a conversation for a socket; gives null when there is none or it cannot be told now. */
  public void find(Session asking, String conversationId, Consumer<Place> result) {
    Place known = delivery.place(conversationId);
    if (known == null) {
      known = remembered.get(conversationId);
    }
    if (known != null) {
      result.accept(known);
      return;
    }
    if (!asking.startLookup(MAX_LOOKUPS)) {
      result.accept(null);
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
            result.accept(null);
            return;
          }
          Place place = new Place(conversationId, page.channelId(), page.followerId());
          remembered.put(conversationId, place);
          result.accept(place);
        });
  }
}
