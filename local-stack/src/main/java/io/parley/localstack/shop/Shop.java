package io.parley.localstack.shop;

import io.parley.localstack.identity.AccessTokens;
import io.parley.localstack.identity.DemoPeople;
import io.parley.localstack.process.StackException;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

/**
 * The demo's shop. Its customer is a follower of channel demo, {@code follower-1} until {@code
 * /?as=follower-7} logs in another one and {@code /?as=nobody} nobody; {@code /parley-token} is
 * what a real shop's server would offer: an access token for the customer of this browser.
 */
public final class Shop implements AutoCloseable {
  private static final String CUSTOMER = "shop-customer";
  private static final String NEW_CUSTOMER = "follower-1";

  /** Who looks around without having logged in. */
  private static final String NOBODY = "nobody";

  private final AccessTokens tokens;
  private final String parley;
  private HttpServer server;

  /**
   * @param parley public address of Parley, where the widget comes from
   */
  public Shop(AccessTokens tokens, String parley) {
    this.tokens = tokens;
    this.parley = parley;
  }

  /** Listens on the loopback interface; returns once it does. */
  public Shop start(Vertx vertx, int port) {
    Router router = Router.router(vertx);
    router.get("/").handler(this::page);
    router.get("/shop.css").handler(context -> send(context, "text/css", resource("shop.css")));
    router.get("/parley-token").handler(this::token);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
            .requestHandler(router);
    try {
      server.listen().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new StackException("The demo's shop cannot listen on port " + port, e.getCause());
    }
    return this;
  }

  /** Where it listens: the port that was asked for, or the free one that 0 asks for. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  private void page(RoutingContext context) {
    String customer = context.request().getParam("as");
    if (customer != null && (isFollower(customer) || customer.equals(NOBODY))) {
      context
          .response()
          .addCookie(
              Cookie.cookie(CUSTOMER, customer)
                  .setHttpOnly(true)
                  .setSameSite(CookieSameSite.STRICT));
    }
    // As strict as a careful shop is: the widget needs its script, its socket, pictures and videos,
    // and no inline code.
    String policy =
        "default-src 'none'; style-src 'self'; script-src %1$s; connect-src 'self' %1$s %2$s; img-src %1$s https: data:; media-src %1$s"
            .formatted(parley, parley.replaceFirst("^http", "ws"));
    context.response().putHeader("content-security-policy", policy);
    send(context, "text/html", resource("index.html").replace("{{parley}}", parley));
  }

  private void token(RoutingContext context) {
    Cookie cookie = context.request().getCookie(CUSTOMER);
    if (cookie != null && cookie.getValue().equals(NOBODY)) {
      context.response().setStatusCode(401).end();
      return;
    }
    String customer =
        cookie != null && isFollower(cookie.getValue()) ? cookie.getValue() : NEW_CUSTOMER;
    context.response().putHeader("cache-control", "no-store");
    // The issuer may be one that has to be asked.
    context
        .vertx()
        .executeBlocking(() -> new JsonObject().put("token", tokens.of(customer)), false)
        .onSuccess(body -> send(context, "application/json", body.encode()))
        .onFailure(context::fail);
  }

  private static boolean isFollower(String name) {
    return DemoPeople.find(name).filter(person -> person.roles().contains("follower")).isPresent();
  }

  private static void send(RoutingContext context, String type, String body) {
    context.response().putHeader("content-type", type + "; charset=utf-8").end(body);
  }

  private static String resource(String name) {
    try (InputStream file = Shop.class.getResourceAsStream("/shop/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
