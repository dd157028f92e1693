package io.parley.localstack.identity;

import io.parley.localstack.process.StackException;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * OpenID Connect for the local stack: one realm below {@code /auth} for agents, followers and
 * services. Authorization code with PKCE and refresh tokens for people, client credentials for
 * services. Discovery and {@code iss} always name the public address, through whichever address
 * they were asked.
 */
public final class Issuer implements AutoCloseable {
  /** Client secret of every service of the local stack; it never leaves this machine. */
  public static final String SERVICE_SECRET = "local-stack-only";

  private static final Duration LOGIN_TTL = Duration.ofHours(1);
  private static final Duration REFRESH_TTL = Duration.ofDays(30);
  private static final Duration SERVICE_TTL = Duration.ofHours(1);
  private static final int MAX_BODY_BYTES = 65_536;

  private final DemoTokens tokens;
  private final SigningKey key;
  private final AuthorizationCodes codes;
  private final LoggedOut loggedOut = new LoggedOut();
  private final RevokedRoles revoked;
  private HttpServer server;

  /**
   * @param authBase public address of {@code /auth}
   */
  public Issuer(SigningKey key, URI authBase, Clock clock) {
    this.key = key;
    this.tokens = new DemoTokens(key, authBase, clock);
    this.codes = new AuthorizationCodes(clock);
    this.revoked = new RevokedRoles(key.folder());
  }

  /** Serves on that loopback port; returns once it listens. */
  public void start(Vertx vertx, int port) {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    router.get("/auth/:realm/.well-known/openid-configuration").handler(in(this::discovery));
    router.get("/auth/:realm/jwks").handler(in(this::keys));
    router.get("/auth/:realm/authorize").handler(in(this::authorize));
    router.post("/auth/:realm/login").handler(in(this::login));
    router.options("/auth/:realm/token").handler(context -> cors(context).end());
    router.post("/auth/:realm/token").handler(in(this::token));
    router.get("/auth/:realm/userinfo").handler(in(this::userInfo));
    router.get("/auth/:realm/logout").handler(in(this::logout));
    router.post("/auth/:realm/logout").handler(in(this::logout));
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
            .requestHandler(router);
    try {
      server.listen().toCompletionStage().toCompletableFuture().join();
    } catch (java.util.concurrent.CompletionException e) {
      throw new StackException("The issuer cannot listen on port " + port, e.getCause());
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private interface RealmHandler {
    void handle(Realm realm, RoutingContext context);
  }

  private static io.vertx.core.Handler<RoutingContext> in(RealmHandler handler) {
    return context ->
        Realm.byPath(context.pathParam("realm"))
            .ifPresentOrElse(
                realm -> handler.handle(realm, context),
                () -> context.response().setStatusCode(404).end());
  }

  private void discovery(Realm realm, RoutingContext context) {
    String issuer = tokens.issuer(realm);
    JsonObject document =
        new JsonObject()
            .put("issuer", issuer)
            .put("jwks_uri", issuer + "/jwks")
            .put("token_endpoint", issuer + "/token")
            .put("subject_types_supported", new JsonArray().add("public"))
            .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"));
    if (realm == Realm.SERVICES) {
      document
          .put("response_types_supported", new JsonArray())
          .put("grant_types_supported", new JsonArray().add("client_credentials"))
          .put(
              "token_endpoint_auth_methods_supported",
              new JsonArray().add("client_secret_basic").add("client_secret_post"));
    } else {
      document
          .put("authorization_endpoint", issuer + "/authorize")
          .put("userinfo_endpoint", issuer + "/userinfo")
          .put("end_session_endpoint", issuer + "/logout")
          .put("response_types_supported", new JsonArray().add("code"))
          .put(
              "grant_types_supported",
              new JsonArray().add("authorization_code").add("refresh_token"))
          .put("code_challenge_methods_supported", new JsonArray().add("S256"))
          .put("scopes_supported", new JsonArray(List.of("openid", "profile", "offline_access")))
          .put("token_endpoint_auth_methods_supported", new JsonArray().add("none"));
    }
    json(cors(context), 200, document.encode());
  }

  private void keys(Realm realm, RoutingContext context) {
    json(cors(context), 200, key.publicKeySet());
  }

  private void authorize(Realm realm, RoutingContext context) {
    MultiMap parameters = context.queryParams();
    try {
      AuthorizationRequest request = AuthorizationRequest.parse(realm, parameters);
      if (request.silent()) {
        redirect(context, request, "error=login_required");
      } else {
        page(
            context,
            200,
            nonce ->
                LoginPage.html(
                    realm, AuthorizationRequest.carried(parameters), Optional.empty(), nonce));
      }
    } catch (AuthorizationRequest.Refused refused) {
      page(context, 400, nonce -> LoginPage.refused(refused.getMessage(), nonce));
    }
  }

  private void login(Realm realm, RoutingContext context) {
    MultiMap form = context.request().formAttributes();
    try {
      AuthorizationRequest request = AuthorizationRequest.parse(realm, form);
      String name = Optional.ofNullable(form.get("name")).orElse("").strip();
      Optional<DemoPerson> person = DemoPeople.find(name).filter(found -> found.realm() == realm);
      if (person.isPresent()) {
        redirect(context, request, "code=" + codes.issue(person.get(), request));
      } else {
        String kind = realm == Realm.AGENTS ? "agent-1" : "follower-1 or follower-2";
        page(
            context,
            422,
            nonce ->
                LoginPage.html(
                    realm,
                    AuthorizationRequest.carried(form),
                    Optional.of("Nobody here is called “" + name + "”. Try " + kind + "."),
                    nonce));
      }
    } catch (AuthorizationRequest.Refused refused) {
      page(context, 400, nonce -> LoginPage.refused(refused.getMessage(), nonce));
    }
  }

  private void token(Realm realm, RoutingContext context) {
    cors(context);
    MultiMap form = context.request().formAttributes();
    String grant = Optional.ofNullable(form.get("grant_type")).orElse("");
    String client = Optional.ofNullable(form.get("client_id")).orElse("");
    boolean people = realm != Realm.SERVICES;
    if (people && grant.equals("authorization_code")) {
      codes
          .redeem(
              realm, form.get("code"), client, form.get("redirect_uri"), form.get("code_verifier"))
          .ifPresentOrElse(
              found -> tokens(context, Login.of(found.person()), client, found.request().nonce()),
              () -> error(context, 400, "invalid_grant"));
    } else if (people && grant.equals("refresh_token")) {
      tokens
          .verifyRefreshToken(
              realm, client, Optional.ofNullable(form.get("refresh_token")).orElse(""))
          .filter(login -> !loggedOut.includes(login))
          .ifPresentOrElse(
              login -> tokens(context, login, client, Optional.empty()),
              () -> error(context, 400, "invalid_grant"));
    } else if (!people && grant.equals("client_credentials")) {
      serviceClient(context)
          .ifPresentOrElse(
              service ->
                  json(
                      context,
                      200,
                      new JsonObject()
                          .put("access_token", tokens.accessToken(service, SERVICE_TTL))
                          .put("token_type", "Bearer")
                          .put("expires_in", SERVICE_TTL.toSeconds())
                          .encode()),
              () -> error(context, 401, "invalid_client"));
    } else {
      error(context, 400, "unsupported_grant_type");
    }
  }

  private void userInfo(Realm realm, RoutingContext context) {
    new UserInfo(key, tokens.issuer(realm), revoked)
        .of(context.request().getHeader("authorization"))
        .ifPresentOrElse(
            claims -> json(context, 200, claims.encode()),
            () -> {
              context.response().putHeader("www-authenticate", "Bearer error=\"invalid_token\"");
              error(context, 401, "invalid_token");
            });
  }

  /** By address or, so that the ID token is in no address, by form. */
  private void logout(Realm realm, RoutingContext context) {
    MultiMap parameters = context.request().params();
    String hint = parameters.get("id_token_hint");
    if (hint != null) {
      tokens.verifyIdToken(realm, realm.browserClient(), hint).ifPresent(loggedOut::add);
    }
    String target = parameters.get("post_logout_redirect_uri");
    if (AuthorizationRequest.isLoopback(target)) {
      String state = parameters.get("state");
      context
          .response()
          .setStatusCode(303)
          .putHeader(
              "location", state == null ? target : withQuery(target, "state=" + encode(state)))
          .end();
    } else {
      page(context, 200, nonce -> LoginPage.refused("You are logged out.", nonce));
    }
  }

  private void tokens(RoutingContext context, Login login, String client, Optional<String> nonce) {
    json(
        context,
        200,
        new JsonObject()
            .put("access_token", tokens.accessToken(revoked.left(login.person()), LOGIN_TTL))
            .put("id_token", tokens.idToken(login, client, nonce, LOGIN_TTL))
            .put("refresh_token", tokens.refreshToken(login, client, REFRESH_TTL))
            .put("token_type", "Bearer")
            .put("expires_in", LOGIN_TTL.toSeconds())
            .put("scope", "openid profile")
            .encode());
  }

  private static Optional<DemoPerson> serviceClient(RoutingContext context) {
    MultiMap form = context.request().formAttributes();
    String client = form.get("client_id");
    String secret = form.get("client_secret");
    String header = context.request().getHeader("authorization");
    if (header != null && header.startsWith("Basic ")) {
      try {
        String[] pair =
            new String(
                    Base64.getDecoder().decode(header.substring("Basic ".length())),
                    StandardCharsets.UTF_8)
                .split(":", 2);
        client = pair[0];
        secret = pair.length == 2 ? pair[1] : null;
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    if (client == null
        || secret == null
        || !MessageDigest.isEqual(
            secret.getBytes(StandardCharsets.UTF_8),
            SERVICE_SECRET.getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    return DemoPeople.find(client).filter(person -> person.realm() == Realm.SERVICES);
  }

  private static void redirect(
      RoutingContext context, AuthorizationRequest request, String result) {
    String query = result + request.state().map(state -> "&state=" + encode(state)).orElse("");
    context
        .response()
        .setStatusCode(303)
        .putHeader("cache-control", "no-store")
        .putHeader("location", withQuery(request.redirectUri(), query))
        .end();
  }

  private static String withQuery(String address, String query) {
    return address + (address.contains("?") ? "&" : "?") + query;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static void page(
      RoutingContext context, int status, java.util.function.UnaryOperator<String> body) {
    String nonce = UUID.randomUUID().toString();
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "text/html; charset=utf-8")
        .putHeader("cache-control", "no-store")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("x-content-type-options", "nosniff")
        .putHeader(
            "content-security-policy",
            "default-src 'none'; style-src 'nonce-" + nonce + "'; frame-ancestors 'none'")
        .end(body.apply(nonce));
  }

  /** Pages on other ports of this machine log in here too, for example a development server. */
  private static RoutingContext cors(RoutingContext context) {
    context
        .response()
        .putHeader("access-control-allow-origin", "*")
        .putHeader("access-control-allow-headers", "authorization, content-type")
        .putHeader("access-control-allow-methods", "GET, POST");
    return context;
  }

  private static void error(RoutingContext context, int status, String code) {
    json(context, status, new JsonObject().put("error", code).encode());
  }

  private static void json(RoutingContext context, int status, String body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(body);
  }
}
