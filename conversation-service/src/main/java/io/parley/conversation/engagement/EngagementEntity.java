package io.parley.conversation.engagement;

import io.parley.contracts.event.EngagementKind;
import io.parley.contracts.event.SentEngagement;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the catalogue. */
@Entity(name = "Engagement")
@Table(name = "engagement")
@IdClass(EngagementEntity.Key.class)
public class EngagementEntity {
  /** Each channel chooses its own ids. */
  public record Key(String channelId, String id) {}

  @Id String id;

  @Id
  @Column(name = "channel_id")
  String channelId;

  @Enumerated(EnumType.STRING)
  EngagementKind kind;

  String title;
  String description;
  String code;
  Integer points;

  @Column(name = "available_from")
  Instant availableFrom;

  @Column(name = "available_until")
  Instant availableUntil;

  @Column(name = "once_per_follower")
  boolean oncePerFollower;

  /** The engagement as a message carries it. */
  SentEngagement toSend() {
    return new SentEngagement(id, kind, title, description, code, points);
  }

  /** Whether it can be sent at that time; the window is half open. */
  boolean isAvailable(Instant now) {
    return (availableFrom == null || !now.isBefore(availableFrom))
        && (availableUntil == null || now.isBefore(availableUntil));
  }
}
