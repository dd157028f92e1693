package io.parley.conversation.engagement;

import io.parley.conversation.access.AccessibleFollower;
import io.parley.conversation.database.Database;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What channels can give. */
@ApplicationScoped
class Catalogue implements PanacheRepositoryBase<EngagementEntity, EngagementEntity.Key> {
  /** A catalogue is picked from by hand: more than this is of no use on a screen. */
  private static final int MAX_SHOWN = 500;

  private static final String AVAILABLE =
      """
      channelId = ?1
      and (availableFrom is null or availableFrom <= ?2)
      and (availableUntil is null or availableUntil > ?2)""";

  private final Database database;
  private final GivenOnce given;
  private final Clock clock;

  Catalogue(Database database, GivenOnce given, Clock clock) {
    this.database = database;
    this.given = given;
    this.clock = clock;
  }

  /** The first query compiles much on the event loop: better before there are requests on it. */
  void warmUp(@Observes StartupEvent event) {
    VertxContextSupport.subscribeWith(
        () -> query("").onFailure().recoverWithItem(List.of()).toMulti(), nothing -> {});
  }

  /** What can be sent to the follower now, by title: not what they have had and can have once. */
  Uni<List<EngagementEntity>> available(AccessibleFollower follower) {
    return Uni.combine()
        .all()
        .unis(database.bounded(query(follower.channelId())), given.to(follower))
        .with(
            (engagements, had) ->
                engagements.stream()
                    .filter(one -> !one.oncePerFollower || !had.contains(one.id))
                    .toList());
  }

  /** The channel's engagement of that id, available or not; null when there is none. */
  Uni<EngagementEntity> find(String channelId, String id) {
    return database.bounded(
        Panache.withSession(() -> find("channelId = ?1 and id = ?2", channelId, id).firstResult()));
  }

  boolean isAvailable(EngagementEntity engagement) {
    return engagement.isAvailable(now());
  }

  private Uni<List<EngagementEntity>> query(String channelId) {
    Instant now = now();
    return Panache.withSession(
        () ->
            find(AVAILABLE, Sort.by("title").and("id"), channelId, now).page(0, MAX_SHOWN).list());
  }

  private Instant now() {
    return clock.instant();
  }
}
