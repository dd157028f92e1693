package io.parley.gateway.identity;

import static io.parley.gateway.identity.CurrentRoles.Answer.GONE;
import static io.parley.gateway.identity.CurrentRoles.Answer.HELD;
import static io.parley.gateway.identity.CurrentRoles.Answer.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an issuer's user info means for an agent's socket. */
class CurrentRolesTest {
  private final Vertx vertx = Vertx.vertx();
  private final CurrentRoles roles = new CurrentRoles(null, vertx);

  @AfterEach
  void close() {
    roles.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private CurrentRoles.Answer judge(String userInfo) {
    return roles.judge(Buffer.buffer(userInfo.replace('\'', '"')));
  }

  @Test
  void anIssuerThatNamesNoRolesTakesNone() {
    // When, Then
    assertThat(judge("{'sub':'ann'}")).isEqualTo(UNKNOWN);
    assertThat(judge("{'sub':'ann','roles':'agent'}")).isEqualTo(UNKNOWN);
    assertThat(judge("eyJhbGciOiJSUzI1NiJ9.e30.signed")).isEqualTo(UNKNOWN);
  }

  @Test
  void anIssuerThatNamesRolesTakesThoseThatItDoesNotName() {
    // When, Then
    assertThat(judge("{'sub':'ann','roles':['analyst','agent']}")).isEqualTo(HELD);
    assertThat(judge("{'sub':'ann','roles':['analyst']}")).isEqualTo(GONE);
    assertThat(judge("{'sub':'ann','roles':[]}")).isEqualTo(GONE);
    // Some issuers leave a claim out when nothing is left of it.
    assertThat(judge("{'sub':'ann'}")).isEqualTo(GONE);
  }
}
