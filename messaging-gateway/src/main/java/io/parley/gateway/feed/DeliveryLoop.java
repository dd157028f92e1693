package io.parley.gateway.feed;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The one thread that owns all delivery and presence state. Work comes in from the broker's thread
 * and from the event loops, each piece short and none of it blocking.
 */
@Startup
@ApplicationScoped
public class DeliveryLoop implements Executor {
  private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);

  /** Beyond this many waiting pieces, signals are dropped; opening and closing sockets never is. */
  private static final int BUSY = 20_000;

  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          queue,
          task -> {
            Thread created = new Thread(task, "delivery");
            created.setDaemon(true);
            return created;
          });

  @PreDestroy
  void stop() {
    thread.shutdown();
  }

  /** Runs what has to be run. After the stop it is dropped: the sockets are gone then. */
  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("Dropped after the stop", e);
    }
  }

  /** Runs what can be left out when there is too much to do. Returns whether it was taken. */
  public boolean offer(Runnable task) {
    if (queue.size() >= BUSY) {
      return false;
    }
    execute(task);
    return true;
  }

  /** Runs a task and waits for its end; for the broker's thread, which must not run ahead. */
  public void run(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      thread.execute(
          () -> {
            guarded(task).run();
            done.complete(null);
          });
    } catch (RejectedExecutionException e) {
      return;
    }
    done.join();
  }

  public void later(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, this).execute(task);
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("A piece of delivery failed", e);
      }
    };
  }
}
