package io.parley.attachment.identity;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.attachment.Client;
import io.parley.attachment.LocalInfrastructure;
import io.parley.attachment.OpenApiContract;
import io.parley.attachment.OpenApiContract.Operation;
import io.parley.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route of the OpenAPI document with every kind of caller. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class RouteRoleMatrixTest {
  /** All routes are for these. */
  private static final Set<String> ALLOWED = Set.of("agent", "agent+chat-admin", "follower");

  /** What those meet behind the door, where ids are made up. A new operation needs a line here. */
  private static final Map<String, Integer> INSIDE =
      Map.ofEntries(
          entry("uploadAttachment", 400),
          entry("getAttachment", 404),
          entry("getAttachmentContent", 404),
          entry("getAttachmentThumbnail", 404),
          entry("getAttachmentLimits", 200),
          entry("describeAttachments", 200));

  private static final List<String> CALLERS =
      List.of(
          "anonymous",
          "agent",
          "agent+chat-admin",
          "chat-admin",
          "analyst",
          "none",
          "follower",
          "service");

  @Test
  void everyRouteIsDecidedAndDoesAsDecided() {
    // Given
    List<Operation> operations = OpenApiContract.operations();
    assertThat(operations)
        .extracting(Operation::id)
        .containsExactlyInAnyOrderElementsOf(INSIDE.keySet());

    // When
    List<String> wrong = new ArrayList<>();
    int cells = 0;
    for (Operation operation : operations) {
      for (String caller : CALLERS) {
        int status = call(operation, caller).statusCode();
        cells++;
        if (status != expected(operation, caller)) {
          wrong.add(operation.id() + " as " + caller + " answered " + status);
        }
      }
    }

    // Then
    System.out.printf("Route and role: %d cells checked%n", cells);
    assertThat(wrong).isEmpty();
    assertThat(cells).isEqualTo(INSIDE.size() * CALLERS.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/attachments/limits;x=y",
        "/api;x/attachments;y=z/limits",
        "//api/attachments/limits",
        "/api//attachments//limits",
        "/%61pi/attachments/limits",
        "/api/attachments/%6cimits",
        "/api/./attachments/limits",
        "/api/attachments/x/%2e%2e/limits",
        "/q/health/../../api/attachments/limits",
        "/q/health/%2e%2e/%2e%2e/api/attachments/limits",
        "/q/health/..;/..;/api/attachments/limits",
        "/api/attachments/x/content/../../limits",
        "/api/attachments/x/thumbnail/%2e%2e/%2e%2e/limits",
        "/api/attachments/x;/content;/..;/..;/limits",
        "/api/attachments/limits/",
        "/API/attachments/limits",
        "/internal/attachment-claims",
        "//internal/attachment-claims",
        "/%69nternal/attachment-claims",
        "/q/health/../../internal/attachment-claims",
        "/q/dev",
        "/nothing"
      })
  void noSpellingOfAPathOpensIt(String path) {
    for (RequestSpecification caller : List.of(Client.anonymous(), as("analyst"), as("none"))) {
      // When
      Response response = caller.urlEncodingEnabled(false).get(path);

      // Then: never a success, and no body of the route
      assertThat(response.statusCode()).as(path).isIn(401, 403, 404, 405);
      assertThat(response.body().asString()).doesNotContain("maxBytes");
    }
  }

  private static int expected(Operation operation, String caller) {
    if (caller.equals("anonymous")) {
      return 401;
    }
    return ALLOWED.contains(caller) ? INSIDE.get(operation.id()) : 403;
  }

  private static Response call(Operation operation, String caller) {
    RequestSpecification request = caller.equals("anonymous") ? Client.anonymous() : as(caller);
    if (operation.node().has("requestBody")) {
      request.contentType("application/json").body("{}");
    }
    String path = operation.path().replaceAll("\\{[^}]+}", "made-up");
    return request.request(operation.method().toUpperCase(Locale.ROOT), path);
  }

  private static RequestSpecification as(String caller) {
    return switch (caller) {
      case "follower" -> Client.as("follower-1");
      case "service" -> Client.as("messaging-gateway");
      case "none" -> Client.withToken(agent(List.of()));
      default -> Client.withToken(agent(List.of(caller.split("\\+"))));
    };
  }

  /** A token of the agents' issuer with these roles. */
  private static String agent(List<String> roles) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(Infrastructure.start().environment().get("PARLEY_OIDC_AGENTS_ISSUER"));
    claims.setSubject("a");
    claims.setAudience("parley");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(60);
    claims.setStringListClaim("roles", roles);
    claims.setStringListClaim("channels", List.of("demo"));
    Path folder = Path.of(System.getProperty("io.parley.localstack.infrastructure"));
    try {
      RsaJsonWebKey key =
          (RsaJsonWebKey)
              RsaJsonWebKey.Factory.newPublicJwk(
                  Files.readString(folder.resolve("signing-key.json")));
      JsonWebSignature signature = new JsonWebSignature();
      signature.setPayload(claims.toJson());
      signature.setKey(key.getPrivateKey());
      signature.setKeyIdHeaderValue(key.getKeyId());
      signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
      return signature.getCompactSerialization();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
