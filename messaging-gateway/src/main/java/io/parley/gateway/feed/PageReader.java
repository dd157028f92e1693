package io.parley.gateway.feed;

import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ReplayBatch;
import io.parley.gateway.batch.AdaptiveBatcher;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.conversation.ConversationClient;
import io.parley.gateway.metric.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@link Pages} from conversation-service, many conversations in one call. */
@ApplicationScoped
class PageReader implements Pages {
  /** Fewer than the service takes, so that one answer of full pages stays small. */
  private static final int MAX_BATCH = Math.min(16, ReplayBatch.MAX_SIZE);

  private final ConversationClient client;
  private final DeliveryLoop loop;
  private final Duration retryDelay;
  private final AdaptiveBatcher<ReplayBatch.Replay, ReplayBatch.Page> batcher;

  PageReader(
      ConversationClient client, DeliveryLoop loop, GatewayConfig config, GatewayMetrics metrics) {
    this.client = client;
    this.loop = loop;
    this.retryDelay = config.feeds().retryDelay();
    this.batcher =
        new AdaptiveBatcher<>(
            MAX_BATCH,
            config.feeds().pagesWaiting(),
            config.feeds().pagesInFlight(),
            AdaptiveBatcher.Pace.NONE,
            this::call,
            metrics.batch("replays"));
  }

  private CompletionStage<List<ReplayBatch.Page>> call(List<ReplayBatch.Replay> replays) {
    return client.replay(new ReplayBatch(replays)).thenApply(ReplayBatch.Results::pages);
  }

  @Override
  public void read(
      Actor actor, String conversationId, long after, int limit, Pages.Callback callback) {
    boolean taken =
        batcher.offer(
            new ReplayBatch.Replay(actor, conversationId, after, limit),
            (page, failure) -> loop.execute(() -> callback.page(page)));
    if (!taken) {
      loop.execute(() -> callback.page(null));
    }
  }

  @Override
  public void later(Runnable task) {
    loop.later(retryDelay, task);
  }
}
