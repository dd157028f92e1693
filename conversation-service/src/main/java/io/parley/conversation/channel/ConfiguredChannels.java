package io.parley.conversation.channel;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;

/** Creates the configured channels before the first request. */
@ApplicationScoped
class ConfiguredChannels {
  /** Others that start with what a channel has come after this. */
  static final int PRIORITY = Interceptor.Priority.APPLICATION;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String INSERT =
      "INSERT INTO channel (id, name, chat_mode) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

  private final Pool pool;
  private final List<ChannelSpec> channels;

  ConfiguredChannels(Pool pool, ChannelsConfig config) {
    this.pool = pool;
    this.channels = config.all().orElse(List.of());
  }

  void create(@Observes @Priority(PRIORITY) StartupEvent event) {
    List<Tuple> rows =
        channels.stream()
            .map(channel -> Tuple.of(channel.id(), channel.name(), channel.mode().name()))
            .toList();
    if (!rows.isEmpty()) {
      pool.preparedQuery(INSERT).executeBatch(rows).await().atMost(PATIENCE);
    }
  }
}
