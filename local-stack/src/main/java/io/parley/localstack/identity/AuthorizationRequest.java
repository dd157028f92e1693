package io.parley.localstack.identity;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A checked request for an authorization code (RFC 6749 with PKCE, RFC 7636).
 *
 * @param redirectUri always on the loopback interface: this issuer must not hand codes to strangers
 * @param codeChallenge S256 of the verifier that the token request will show
 */
record AuthorizationRequest(
    Realm realm,
    String clientId,
    String redirectUri,
    String codeChallenge,
    Optional<String> state,
    Optional<String> nonce,
    boolean silent) {

  /** Passed on by the login page's form. */
  static final List<String> PARAMETERS =
      List.of(
          "response_type",
          "client_id",
          "redirect_uri",
          "scope",
          "state",
          "nonce",
          "code_challenge",
          "code_challenge_method");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** A request that must be answered with an error page, because its redirect cannot be trusted. */
  static final class Refused extends Exception {
    Refused(String message) {
      super(message);
    }
  }

  static AuthorizationRequest parse(Realm realm, MultiMap parameters) throws Refused {
    String client = parameters.get("client_id");
    if (realm.browserClient().isEmpty() || !realm.browserClient().equals(client)) {
      throw new Refused("This issuer has no client of that client_id.");
    }
    String redirect = parameters.get("redirect_uri");
    if (!isLoopback(redirect)) {
      throw new Refused("The redirect_uri has to be on localhost.");
    }
    if (!"code".equals(parameters.get("response_type"))) {
      throw new Refused("Only response_type=code is supported.");
    }
    String challenge = parameters.get("code_challenge");
    if (challenge == null
        || !CHALLENGE.matcher(challenge).matches()
        || !"S256".equals(parameters.get("code_challenge_method"))) {
      throw new Refused("A code_challenge with code_challenge_method=S256 is required.");
    }
    return new AuthorizationRequest(
        realm,
        client,
        redirect,
        challenge,
        Optional.ofNullable(parameters.get("state")),
        Optional.ofNullable(parameters.get("nonce")),
        "none".equals(parameters.get("prompt")));
  }

  static boolean isLoopback(String address) {
    if (address == null) {
      return false;
    }
    try {
      URI uri = new URI(address);
      return uri.getHost() != null
          && LOOPBACK.contains(uri.getHost())
          && uri.getUserInfo() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The parameters of the original request that the login form carries along. */
  static Map<String, String> carried(MultiMap parameters) {
    Map<String, String> carried = new LinkedHashMap<>();
    for (String name : PARAMETERS) {
      String value = parameters.get(name);
      if (value != null) {
        carried.put(name, value);
      }
    }
    return carried;
  }
}
