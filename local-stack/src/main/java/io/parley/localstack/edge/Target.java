package io.parley.localstack.edge;

import java.util.List;

/** What the edge does with a request. */
sealed interface Target {
  /** Pass it to one of these ports, with that path and query. */
  record Service(String name, List<Integer> ports, String uri) implements Target {}

  /** Open a socket to one of these ports. */
  record Socket(String name, List<Integer> ports) implements Target {}

  /** Serve a file of the web. */
  record WebFile() implements Target {}

  /** Refuse a path that could mean one thing here and another behind. */
  record AmbiguousPath() implements Target {}

  /** Nothing is there. */
  record Nothing() implements Target {}
}
