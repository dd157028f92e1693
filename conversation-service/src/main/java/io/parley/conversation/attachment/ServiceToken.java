package io.parley.conversation.attachment;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.TokensHelper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The token by which this service proves itself; fetched once and again before it expires. */
@ApplicationScoped
public class ServiceToken {
  private final OidcClient client;
  private final TokensHelper tokens = new TokensHelper();

  ServiceToken(OidcClient client) {
    this.client = client;
  }

  /**
   * The value of the Authorization header.
   *
   * @param fresh after a 401: the token may be signed with a key that is gone
   */
  public Uni<String> authorization(boolean fresh) {
    return tokens.getTokens(client, Map.of(), fresh).map(ServiceToken::header);
  }

  private static String header(Tokens tokens) {
    return "Bearer " + tokens.getAccessToken();
  }
}
