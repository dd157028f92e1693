package io.parley.e2e.stack;

/**
 * Somebody with a token.
 *
 * @param name the id, as {@code ./parley token} takes it
 */
public record Person(String name, String token) {
  /** The name to show, as the local stack's demo data makes it: {@code Follower 7}. */
  public String displayName() {
    StringBuilder shown = new StringBuilder();
    for (String word : name.split("-", -1)) {
      shown
          .append(shown.isEmpty() ? "" : " ")
          .append(Character.toUpperCase(word.charAt(0)))
          .append(word.substring(1));
    }
    return shown.toString();
  }
}
