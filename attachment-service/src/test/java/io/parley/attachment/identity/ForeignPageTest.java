package io.parley.attachment.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.attachment.Client;
import io.parley.attachment.LocalInfrastructure;
import io.parley.attachment.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser asks for a page of another origin, before and while the widget there uploads. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ForeignPageTest {
  private static final String SHOP = LocalInfrastructure.SHOP;

  @ParameterizedTest
  @CsvSource({
    "/api/attachments, POST, 'authorization,content-disposition,content-type'",
    "/api/attachments/descriptions, POST, 'authorization,content-type'",
    "/api/attachments/1, GET, authorization",
    "/api/attachments/1/content, GET, 'authorization,range'"
  })
  void aPageThatIsAllowedMayAskWithAToken(String path, String method, String headers) {
    // Given a browser's question, which carries no token
    // When
    Response response = preflight(SHOP, path, method, headers);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
    assertThat(response.header("Access-Control-Allow-Methods")).contains(method);
    assertThat(response.header("Access-Control-Allow-Headers").toLowerCase(java.util.Locale.ROOT))
        .contains(headers.split(","));
    assertThat(response.header("Access-Control-Allow-Credentials")).isNotEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://shop.example.evil.test", "null", "http://localhost:1"})
  void anyOtherPageMayNot(String origin) {
    // Given a page that nobody has allowed
    // When
    Response asked = preflight(origin, "/api/attachments", "POST", "authorization");
    Response sent = upload(origin);

    // Then
    assertThat(asked.header("Access-Control-Allow-Origin")).isNull();
    assertThat(sent.statusCode()).isEqualTo(403);
    assertThat(sent.header("Access-Control-Allow-Origin")).isNull();
  }

  @Test
  void anAllowedPageReadsTheAnswer() {
    // Given the widget in a shop's page
    // When
    Response response = upload(SHOP);

    // Then
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
  }

  @Test
  void anAllowedPageReadsARefusalToo() {
    // Given somebody whose token has expired
    // When
    Response response =
        given().header("Origin", SHOP).auth().oauth2("expired").post("/api/attachments");

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
  }

  private static Response preflight(String origin, String path, String method, String headers) {
    return given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", method)
        .header("Access-Control-Request-Headers", headers)
        .options(path);
  }

  private static Response upload(String origin) {
    return given()
        .auth()
        .oauth2(Client.token("follower-1"))
        .header("Origin", origin)
        .header("Content-Disposition", "attachment; filename=\"photo.jpg\"")
        .contentType("application/octet-stream")
        .body(Samples.good("photo.jpg"))
        .post("/api/attachments");
  }
}
