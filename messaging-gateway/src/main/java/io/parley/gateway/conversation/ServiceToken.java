package io.parley.gateway.conversation;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.TokensHelper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** The token by which this gateway proves itself; fetched once and again before it expires. */
@ApplicationScoped
class ServiceToken {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final OidcClient client;
  private final TokensHelper tokens = new TokensHelper();

  ServiceToken(OidcClient client) {
    this.client = client;
  }

  /** The value of the Authorization header. */
  Future<String> authorization(boolean fresh) {
    Uni<Tokens> uni = tokens.getTokens(client, Map.of(), fresh).ifNoItem().after(TIMEOUT).fail();
    return Future.fromCompletionStage(
        uni.map(found -> "Bearer " + found.getAccessToken()).subscribeAsCompletionStage());
  }
}
