package io.parley.conversation.engagement;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/** A small catalogue for every channel of a local stack, and what its two channels are. */
@ApplicationScoped
class DemoEngagements {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String INSERT =
      """
      INSERT INTO engagement (id, channel_id, kind, title, description, code, points)
      SELECT channel.id || '-' || demo.id, channel.id, demo.kind, demo.title, demo.description,
             demo.code, demo.points
      FROM channel, (VALUES
        ('welcome', 'MESSAGE', 'Welcome', 'Good to have you here. What can we do for you?',
         NULL, NULL),
        ('summer', 'PROMO', 'Summer sale', 'Two for one on everything blue, this week only.',
         NULL, NULL),
        ('ten-percent', 'COUPON', '10 % off', 'Ten percent off your next order.',
         'SAVE10', NULL),
        ('sorry', 'POINTS', '100 points', 'For the trouble you had.', NULL, 100)
      ) AS demo (id, kind, title, description, code, points)
      ON CONFLICT DO NOTHING""";

  private static final String DESCRIBE =
      """
      UPDATE channel SET description = CASE id
        WHEN 'demo' THEN 'Shoes for every road. Write to us: we answer in minutes.'
        ELSE 'News and offers. This channel writes to you; it does not read replies.' END
      WHERE description = '' AND id IN ('demo', 'other')""";

  private final Pool pool;
  private final DemoConfig config;

  DemoEngagements(Pool pool, DemoConfig config) {
    this.pool = pool;
    this.config = config;
  }

  /** After the configured channels exist. */
  void create(@Observes @Priority(Interceptor.Priority.APPLICATION + 100) StartupEvent event) {
    if (config.data()) {
      pool.query(INSERT).execute().await().atMost(PATIENCE);
      pool.query(DESCRIBE).execute().await().atMost(PATIENCE);
    }
  }
}
