package io.parley.localstack.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/** Takes the instances of a service in turn; the next one if a connection is refused. */
final class Upstreams {
  private int turn;

  /** A request that is connected but not sent yet; fails if no instance accepts a connection. */
  Future<HttpClientRequest> connect(
      HttpClient client, List<Integer> ports, RequestOptions options) {
    int first = Math.floorMod(turn++, ports.size());
    return attempt(client, ports, options, first, ports.size());
  }

  private static Future<HttpClientRequest> attempt(
      HttpClient client, List<Integer> ports, RequestOptions options, int index, int left) {
    RequestOptions here =
        new RequestOptions(options).setHost("127.0.0.1").setPort(ports.get(index % ports.size()));
    Future<HttpClientRequest> request = client.request(here);
    return left == 1
        ? request
        : request.recover(refused -> attempt(client, ports, options, index + 1, left - 1));
  }
}
