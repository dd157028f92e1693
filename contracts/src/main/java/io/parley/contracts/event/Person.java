package io.parley.contracts.event;

/** An agent or follower by id (the token's {@code sub}) and the name to show. */
public record Person(String id, String name) {}
