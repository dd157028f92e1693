package io.parley.e2e.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The line between one page and the gateway. It can be cut so that neither side hears of it, as
 * when a laptop sleeps: the socket stays open and nothing comes through, in either direction.
 */
public final class Line {
  /** Whether the sockets that are open now are cut. Each later one has a flag of its own. */
  private AtomicBoolean cut = new AtomicBoolean();

  private int opened;

  private Line() {}

  /** Lies on the page's way from now on; call it before the page is opened. */
  public static Line of(Page page) {
    Line line = new Line();
    page.routeWebSocket("**/ws/**", line::carry);
    return line;
  }

  private void carry(WebSocketRoute page) {
    opened++;
    AtomicBoolean dead = cut;
    WebSocketRoute server = page.connectToServer();
    page.onMessage(
        frame -> {
          if (!dead.get()) {
            server.send(frame.text());
          }
        });
    server.onMessage(
        frame -> {
          if (!dead.get()) {
            page.send(frame.text());
          }
        });
  }

  /** Nothing comes through the present sockets any more; a new one works. */
  public void fallAsleep() {
    cut.set(true);
    cut = new AtomicBoolean();
  }

  /** How many sockets the page has opened. */
  public int opened() {
    return opened;
  }
}
