package io.parley.gateway.identity;

import io.quarkus.oidc.runtime.TenantConfigBean;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Asks the agents' issuer what it says today of the bearer of a token (OpenID Connect Core, section
 * 5.3): a token itself says only what was true when it was signed.
 */
@ApplicationScoped
public class CurrentRoles {
  private static final Logger LOG = Logger.getLogger(CurrentRoles.class);
  private static final int CONNECTIONS = 8;
  private static final long TIMEOUT_MILLIS = 5_000;

  /** What became of an agent's role. */
  public enum Answer {
    HELD,
    /**
     * The issuer does not accept the token any more, or names the roles and this one is not there.
     */
    GONE,
    /** The issuer does not answer, or says nothing of roles: the token counts until it expires. */
    UNKNOWN
  }

  private final TenantConfigBean tenants;
  private final HttpClient client;

  /** Whether an answer has named roles: only then does it mean something that none are named. */
  private final AtomicBoolean rolesAreTold = new AtomicBoolean();

  CurrentRoles(TenantConfigBean tenants, Vertx vertx) {
    this.tenants = tenants;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) TIMEOUT_MILLIS));
  }

  @PreDestroy
  void close() {
    client.close();
  }

  /** Whether the bearer is an agent still. Never fails. */
  public Future<Answer> agent(String token) {
    String address =
        tenants.getStaticTenant("agents").ready()
            ? tenants.getStaticTenant("agents").getOidcMetadata().getUserInfoUri()
            : null;
    if (address == null) {
      return Future.succeededFuture(Answer.UNKNOWN);
    }
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(address)
            .setTimeout(TIMEOUT_MILLIS)
            .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
            .putHeader(HttpHeaders.ACCEPT, "application/json");
    return client
        .request(request)
        .compose(sent -> sent.send().compose(this::read))
        .otherwise(
            failure -> {
              LOG.debugf("The issuer did not say who is an agent: %s", failure);
              return Answer.UNKNOWN;
            });
  }

  private Future<Answer> read(HttpClientResponse response) {
    return switch (response.statusCode()) {
      case 200 -> response.body().map(this::judge);
      case 401 -> Future.succeededFuture(Answer.GONE);
      default -> Future.succeededFuture(Answer.UNKNOWN);
    };
  }

  Answer judge(Buffer body) {
    try {
      if (new JsonObject(body).getValue("roles") instanceof JsonArray roles) {
        rolesAreTold.set(true);
        return roles.contains(Side.AGENT_ROLE) ? Answer.HELD : Answer.GONE;
      }
    } catch (DecodeException e) {
      // A signed answer, which nobody here asked for.
      return Answer.UNKNOWN;
    }
    return rolesAreTold.get() ? Answer.GONE : Answer.UNKNOWN;
  }
}
