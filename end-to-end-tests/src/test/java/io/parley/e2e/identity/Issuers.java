package io.parley.e2e.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.client.Api;
import io.parley.e2e.stack.Stack;
import java.net.URI;
import java.util.stream.StreamSupport;

/** The issuers of a suite, found as the web finds them. */
public final class Issuers {
  private Issuers() {}

  /** The discovery document of the issuer at which those people log in. */
  public static JsonNode discovery(Stack stack, String people) {
    String named =
        Api.anonymous(stack).get("/settings.json").body().at("/issuers/" + people).asText();
    String path = stack.http().resolve(named).getPath();
    return Api.anonymous(stack).get(path + "/.well-known/openid-configuration").body();
  }

  /** The key that signs those people's tokens. */
  public static JsonNode signingKey(Stack stack, String people) {
    String address = discovery(stack, people).get("jwks_uri").asText();
    JsonNode keys = Api.anonymous(stack).get(URI.create(address).getPath()).body().get("keys");
    // An issuer may publish keys for other purposes too.
    return StreamSupport.stream(keys.spliterator(), false)
        .filter(key -> key.path("use").asText().equals("sig"))
        .filter(key -> key.path("alg").asText().equals("RS256"))
        .findFirst()
        .orElseThrow();
  }
}
