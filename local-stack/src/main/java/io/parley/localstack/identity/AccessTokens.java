package io.parley.localstack.identity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Access tokens for demo people and services, from whichever issuer a stack runs. */
public interface AccessTokens {
  /** The {@code iss} of a realm. */
  String issuer(Realm realm);

  /**
   * Tokens for many people at once, in the same order.
   *
   * @param ttl how long they are valid; empty for as long as the issuer thinks right
   * @throws io.parley.localstack.process.StackException if the issuer gives no such token
   */
  List<String> of(List<DemoPerson> people, Optional<Duration> ttl);

  /** A token of one demo person or service. */
  default String of(String name) {
    return of(List.of(DemoPeople.get(name)), Optional.empty()).getFirst();
  }
}
