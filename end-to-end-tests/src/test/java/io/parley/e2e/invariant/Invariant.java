package io.parley.e2e.invariant;

/** What must hold after any fault; {@link InvariantChecker} says what each means. */
public enum Invariant {
  I1("acked is stored"),
  I2("one row per message"),
  I3("seq contiguous from 1"),
  I4("clients in order, equal to the database"),
  I5("content unchanged"),
  I6("committed is published");

  private final String title;

  Invariant(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
