package io.parley.localstack.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.localstack.identity.DemoTokens;
import io.parley.localstack.identity.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ShopTest {
  private static final String PARLEY = "http://localhost:8080";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private Shop shop;

  @BeforeEach
  void start(@TempDir Path folder) {
    DemoTokens tokens =
        new DemoTokens(
            SigningKey.in(folder.resolve("key.json")),
            URI.create(PARLEY + "/auth"),
            Clock.systemUTC());
    shop = new Shop(tokens, PARLEY).start(vertx, 0);
  }

  @AfterEach
  void stop() {
    shop.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void embedsTheWidgetByOneScriptTagFromParleysOrigin() throws Exception {
    // When
    HttpResponse<String> page = get("/", "");

    // Then
    assertThat(page.body())
        .containsOnlyOnce("<script")
        .contains("<script type=\"module\" src=\"" + PARLEY + "/widget.js\"></script>")
        .contains(
            "<parley-chat channel=\"demo\" token-url=\"/parley-token\" visitors></parley-chat>");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("script-src " + PARLEY + ";")
        .contains("ws://localhost:8080")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @CsvSource({
    "'', follower-1",
    "shop-customer=follower-7, follower-7",
    "shop-customer=agent-1, follower-1",
    "shop-customer=mallory, follower-1",
  })
  void givesATokenOfTheCustomerAndOfNobodyElse(String cookie, String customer) throws Exception {
    // When
    HttpResponse<String> answer = get("/parley-token", cookie);

    // Then
    String token = new JsonObject(answer.body()).getString("token");
    String claims =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    assertThat(new JsonObject(claims).getString("sub")).isEqualTo(customer);
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  void whoHasNotLoggedInGetsNone() throws Exception {
    // When
    HttpResponse<String> answer = get("/parley-token", "shop-customer=nobody");

    // Then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"follower-7, true", "nobody, true", "agent-1, false", "x, false"})
  void logsInFollowersOnly(String name, boolean known) throws Exception {
    // When
    HttpResponse<String> page = get("/?as=" + name, "");

    // Then
    assertThat(page.headers().firstValue("set-cookie").isPresent()).isEqualTo(known);
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    URI uri = URI.create("http://localhost:" + shop.port() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (cookie != null && !cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
