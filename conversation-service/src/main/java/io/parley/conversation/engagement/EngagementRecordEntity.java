package io.parley.conversation.engagement;

import io.parley.contracts.event.EngagementRecorded;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the followers' history. */
@Entity(name = "EngagementRecord")
@Table(name = "engagement_record")
public class EngagementRecordEntity {
  @Id String id;

  @Column(name = "channel_id")
  String channelId;

  @Column(name = "follower_id")
  String followerId;

  @Enumerated(EnumType.STRING)
  EngagementRecorded.Kind kind;

  String title;
  Integer points;

  @Column(name = "at")
  Instant at;
}
