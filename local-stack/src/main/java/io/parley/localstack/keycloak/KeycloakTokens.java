package io.parley.localstack.keycloak;

import io.parley.localstack.identity.AccessTokens;
import io.parley.localstack.identity.DemoPerson;
import io.parley.localstack.identity.Issuer;
import io.parley.localstack.identity.Realm;
import io.parley.localstack.process.StackException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tokens of a running Keycloak: for the demo's people by name and password, which its client {@code
 * parley-demo} may exchange, and for services by their secret.
 */
public final class KeycloakTokens implements AccessTokens {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String DEMO_CLIENT = "parley-demo";

  private final String publicRealms;
  private final String ownRealms;

  /**
   * @param authBase public address of {@code /auth}, from which {@code iss} is built
   * @param port its own port of the loopback interface
   */
  public KeycloakTokens(URI authBase, int port) {
    this.publicRealms = Keycloak.realmsBelow(authBase.toString());
    this.ownRealms = Keycloak.realmsBelow("http://127.0.0.1:" + port + "/auth");
  }

  @Override
  public String issuer(Realm realm) {
    return publicRealms + "/" + realm.path();
  }

  @Override
  public List<String> of(List<DemoPerson> people, Optional<Duration> ttl) {
    if (ttl.isPresent()) {
      throw new StackException("--ttl is for the small issuer: Keycloak's realms say how long");
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return people.stream().map(person -> token(client, person)).toList();
    }
  }

  private String token(HttpClient client, DemoPerson person) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    ownRealms + "/" + person.realm().path() + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(form(grant(person))))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new StackException(
            "Keycloak gives "
                + person.sub()
                + " no token: it knows the people of keycloak/*-users-0.json");
      }
      return new JsonObject(response.body()).getString("access_token");
    } catch (IOException | DecodeException e) {
      throw new StackException("Keycloak does not answer at " + ownRealms + ": is it up?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while waiting for Keycloak", e);
    }
  }

  private static Map<String, String> grant(DemoPerson person) {
    Map<String, String> grant = new TreeMap<>();
    if (person.realm() == Realm.SERVICES) {
      grant.put("grant_type", "client_credentials");
      grant.put("client_id", person.sub());
      grant.put("client_secret", Issuer.SERVICE_SECRET);
    } else {
      // The demo's passwords are the names: see the files of its people.
      grant.put("grant_type", "password");
      grant.put("client_id", DEMO_CLIENT);
      // Without it the issuer would not say later whether the roles still hold.
      grant.put("scope", "openid");
      grant.put("username", person.sub());
      grant.put("password", person.sub());
    }
    return grant;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
