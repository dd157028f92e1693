package io.parley.bench.load;

import java.net.URI;
import java.util.List;

/**
 * The stack under load.
 *
 * @param edge {@code http://localhost:port}
 * @param tokens access tokens by the names of the demo people
 */
public record Target(URI edge, TokenSource tokens) {

  /** Where access tokens come from. */
  @FunctionalInterface
  public interface TokenSource {
    /** One token for each name that {@code names} stands for, such as {@code follower-1..200}. */
    List<String> of(String names);
  }

  URI socket(String path) {
    return URI.create("ws://" + edge.getAuthority() + path);
  }
}
