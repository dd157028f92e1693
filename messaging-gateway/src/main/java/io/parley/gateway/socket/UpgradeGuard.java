package io.parley.gateway.socket;

import io.parley.contracts.command.Actor;
import io.parley.contracts.problem.ProblemCode;
import io.parley.gateway.config.GatewayConfig;
import io.parley.gateway.identity.VerifiedToken;
import io.parley.gateway.lifecycle.Draining;
import io.parley.gateway.metric.GatewayMetrics;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The last gate before the upgrade. The token was verified by then; here everything is checked once
 * more in code, so that no spelling of a path opens a socket, and the session is made.
 */
@ApplicationScoped
public class UpgradeGuard implements HttpUpgradeCheck {
  static final TypedKey<Session> SESSION = new TypedKey<>("session");

  /** Until the socket is open. */
  static final TypedKey<String> TOKEN = new TypedKey<>("token");

  /** The headers that the upgrade reads (RFC 6455 section 4.2.1). */
  private static final Pattern HANDSHAKE =
      Pattern.compile("host|connection|upgrade|sec-websocket-.*", Pattern.CASE_INSENSITIVE);

  private final Set<String> allowedOrigins;
  private final OpenLimits limits;
  private final Draining draining;
  private final Sessions sessions;
  private final GatewayMetrics metrics;

  UpgradeGuard(
      GatewayConfig config,
      OpenLimits limits,
      Draining draining,
      Sessions sessions,
      GatewayMetrics metrics) {
    this.allowedOrigins = config.allowedOrigins().orElse(Set.of());
    this.limits = limits;
    this.draining = draining;
    this.sessions = sessions;
    this.metrics = metrics;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (draining.started()) {
      return refuseForNow("draining", ProblemCode.OVERLOADED, "This instance is about to stop.");
    }
    SocketKind kind = SocketKind.of(context.endpointId());
    if (!kind.path().equals(context.httpRequest().path())) {
      return refuse(404, "path");
    }
    if (context.httpRequest().query() != null) {
      // A token in an address ends up in logs and histories; sockets take no parameters at all.
      return refuse(400, "query");
    }
    List<String> origins = context.httpRequest().headers().getAll("Origin");
    // No Origin: not a web page. All of several must be allowed, as a page can add one to its own.
    if (!allowedOrigins.containsAll(origins)) {
      return refuse(403, "origin");
    }
    return context.securityIdentity().chain(identity -> admit(context, kind, identity));
  }

  private Uni<CheckResult> admit(
      HttpUpgradeContext context, SocketKind kind, SecurityIdentity identity) {
    if (identity == null || identity.isAnonymous()) {
      return refuse(401, "token");
    }
    Optional<VerifiedToken> token = kind.side().token(identity);
    if (token.isEmpty()) {
      return refuse(403, "role");
    }
    Actor actor = token.get().actor();
    if (!limits.allowsOpening(actor)) {
      return refuseForNow(
          "opens-of-identity", ProblemCode.RATE_LIMITED, "You open sockets too often.");
    }
    if (!limits.allowsHolding(actor)) {
      return refuseForNow(
          "sockets-of-identity", ProblemCode.RATE_LIMITED, "You hold too many sockets: close one.");
    }
    context.userData().put(TOKEN, identity.getCredential(AccessTokenCredential.class).getToken());
    context.userData().put(SESSION, sessions.create(Wire.of(context.httpRequest()), token.get()));
    forget(context.httpRequest(), identity);
    return CheckResult.permitUpgrade();
  }

  /**
   * Takes from the request what nobody needs any more. WebSockets Next keeps the request, a copy of
   * its headers and the identity as long as the socket is open, most of what an idle socket costs;
   * and it would close the socket when this first token expires, whatever was sent since.
   */
  @SuppressWarnings("deprecation") // Quarkus sets the user by the same call: there is no other yet.
  private static void forget(HttpServerRequest request, SecurityIdentity identity) {
    for (String header : List.copyOf(request.headers().names())) {
      if (!HANDSHAKE.matcher(header).matches()) {
        request.headers().remove(header);
      }
    }
    RoutingContext routing = HttpSecurityUtils.getRoutingContextAttribute(identity);
    routing.setUser(null);
    routing.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
  }

  /** A failure, as a rejection has no body. */
  private Uni<CheckResult> refuseForNow(String reason, ProblemCode code, String detail) {
    metrics.refused(reason);
    return Uni.createFrom().failure(new RefusedUpgrades.RefusedException(code, detail));
  }

  private Uni<CheckResult> refuse(int status, String reason) {
    metrics.refused(reason);
    return CheckResult.rejectUpgrade(status);
  }
}
