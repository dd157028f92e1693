package io.parley.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An engagement as it was when it was sent into a conversation.
 *
 * @param code what the follower shows to redeem a coupon; null for other kinds
 * @param points how many points are given; null for other kinds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SentEngagement(
    String id,
    EngagementKind kind,
    String title,
    String description,
    String code,
    Integer points) {}
