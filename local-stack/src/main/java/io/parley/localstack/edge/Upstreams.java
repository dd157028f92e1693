package io.parley.localstack.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Takes the instances of a service in turn; the next one if a connection is refused. */
final class Upstreams {
  private final Readiness readiness;
  private int turn;

  Upstreams(Readiness readiness) {
    this.readiness = readiness;
  }

  /** In which order to ask the instances now: those that are not ready come last. */
  List<Integer> inTurn(List<Integer> ports) {
    List<Integer> order = new ArrayList<>(ports);
    Collections.rotate(order, -Math.floorMod(turn++, ports.size()));
    order.sort(Comparator.comparing(readiness::of));
    return order;
  }

  /** A request that is connected but not sent yet; fails if no instance accepts a connection. */
  Future<HttpClientRequest> connect(
      HttpClient client, List<Integer> ports, RequestOptions options) {
    return attempt(client, inTurn(ports), options);
  }

  private static Future<HttpClientRequest> attempt(
      HttpClient client, List<Integer> left, RequestOptions options) {
    Future<HttpClientRequest> request = client.request(at(left.getFirst(), options));
    return left.size() == 1
        ? request
        : request.recover(refused -> attempt(client, left.subList(1, left.size()), options));
  }

  static RequestOptions at(int port, RequestOptions options) {
    return new RequestOptions(options).setHost("127.0.0.1").setPort(port);
  }
}
