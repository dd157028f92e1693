package io.parley.attachment;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.parley.localstack.Infrastructure;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class AttachmentServiceTest {
  @ParameterizedTest
  @ValueSource(strings = {"/api/attachments", "/api/attachments/1/content", "/", "/anything"})
  void nobodyEntersWithoutAToken(String path) {
    // Given no token
    // When
    var response = given().get(path);

    // Then
    response.then().statusCode(401);
  }

  @Test
  void anExpiredTokenIsRefused() {
    // Given
    String token = Infrastructure.start().token("follower-1", Duration.ofHours(-1));

    // When
    var response = given().auth().oauth2(token).get("/api/attachments/1");

    // Then
    response.then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "..."})
  void aTokenOfDotsAloneIsRefused(String token) {
    // Given a request that carries it
    // When
    var response = given().auth().oauth2(token).get("/api/attachments/1");

    // Then
    response.then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"follower-1", "agent-1"})
  void anIdentityOfEitherIssuerIsAcceptedAndFindsNothing(String name) {
    // Given
    String token = Infrastructure.start().token(name);

    // When
    var response = given().auth().oauth2(token).get("/api/attachments/1");

    // Then
    response.then().statusCode(404);
  }

  @Test
  void readinessTellsAboutTheStorage() {
    // Given the folder of the test configuration, and Kafka's clients connected
    Await.until(Duration.ofSeconds(30), () -> given().get("/q/health/ready").statusCode() == 200);

    // When
    var response = given().get("/q/health/ready");

    // Then
    response
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'attachment storage' }.status", equalTo("UP"));
  }

  @Test
  void metricsAreServed() {
    // Given a running service
    // When
    var response = given().get("/q/metrics");

    // Then
    response.then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
  }
}
