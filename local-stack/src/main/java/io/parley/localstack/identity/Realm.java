package io.parley.localstack.identity;

import java.util.Arrays;
import java.util.Optional;

/** The issuers, each below {@code /auth}. */
public enum Realm {
  AGENTS("agents", "parley-console"),
  FOLLOWERS("followers", "parley-follower"),
  SERVICES("services", "");

  private final String path;
  private final String browserClient;

  Realm(String path, String browserClient) {
    this.path = path;
    this.browserClient = browserClient;
  }

  /** Last part of the issuer's address. */
  public String path() {
    return path;
  }

  /** The public client that people of this realm log in through; empty where nobody logs in. */
  String browserClient() {
    return browserClient;
  }

  static Optional<Realm> byPath(String path) {
    return Arrays.stream(values()).filter(realm -> realm.path.equals(path)).findFirst();
  }
}
