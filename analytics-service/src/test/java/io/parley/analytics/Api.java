package io.parley.analytics;

import static io.restassured.RestAssured.given;

import io.parley.localstack.Infrastructure;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/** This service's REST, as its callers meet it; every answer is held against its document. */
public final class Api {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();

  private Api() {}

  /** A request with the token of a demo person such as {@code agent-1}. */
  public static RequestSpecification as(String name) {
    return withToken(INFRASTRUCTURE.token(name));
  }

  /** A request with whatever is given as a bearer token. */
  public static RequestSpecification withToken(String token) {
    return anonymous().header("Authorization", "Bearer " + token);
  }

  /** A request of somebody who has not signed in. */
  public static RequestSpecification anonymous() {
    return given().filter(new OpenApiContract()).accept(ContentType.JSON);
  }
}
