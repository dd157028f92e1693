package io.parley.localstack.edge;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.util.List;

/** Passes requests on to the instances of one service; bodies stream both ways. */
final class ServiceProxy {
  private final HttpProxy proxy;

  ServiceProxy(
      HttpClient client, Readiness readiness, Routes routes, String service, List<Integer> ports) {
    Upstreams upstreams = new Upstreams(readiness);
    this.proxy =
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
            .origin((context) -> upstreams.connect(client, ports, new RequestOptions()))
            .addInterceptor(new Forwarding(routes, service));
  }

  void handle(HttpServerRequest request) {
    proxy.handle(request);
  }

  private record Forwarding(Routes routes, String service) implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      HttpServerRequest request = context.request().proxiedRequest();
      if (routes.route(request.path(), request.uri()) instanceof Target.Service target) {
        context.request().setURI(target.uri());
      }
      ForwardedHeaders.set(request, context.request().headers());
      return context
          .sendRequest()
          .recover(
              failure ->
                  Future.succeededFuture(
                      context
                          .request()
                          .release()
                          .response()
                          .setStatusCode(503)
                          .putHeader("content-type", Problems.CONTENT_TYPE)
                          .putHeader("retry-after", "1")
                          .putHeader("cache-control", "no-store")
                          .setBody(Body.body(Buffer.buffer(Problems.unavailable(service))))));
    }
  }
}
