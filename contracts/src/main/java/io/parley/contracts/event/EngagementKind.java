package io.parley.contracts.event;

/** What a channel can give a follower. */
public enum EngagementKind {
  MESSAGE,
  PROMO,
  COUPON,
  POINTS
}
