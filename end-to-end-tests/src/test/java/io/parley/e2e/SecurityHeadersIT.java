package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.client.Api;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every answer tells a browser, given or refused, by whichever service. */
@ExtendWith(SharedStack.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SecurityHeadersIT {
  private final Stack stack;

  SecurityHeadersIT(Stack stack) {
    this.stack = stack;
  }

  @ParameterizedTest
  @CsvSource({
    "/api/channels/demo/conversations, 200, no-store",
    "/api/channels/demo/conversations?cursor=x, 400, no-store",
    "/api/channels/other/conversations, 404, no-store",
    "/api/attachments/limits, 200, no-store",
    "/api/attachments/none, 404, no-store",
    "/api/channels/demo/analytics?from=2026-03-02&to=2026-03-03, 200, no-store",
    "/api/channels/demo/analytics/last-24-hours, 200, 'private, no-cache'",
    "/api/channels/demo/analytics?from=x&to=y, 400, no-store",
  })
  void anAnswerIsDataAndNobodyElses(String path, int status, String caching) {
    // When
    Api.Answer answer = Api.as(stack, stack.person("admin-1")).get(path);
    Api.Answer refused = Api.anonymous(stack).get(path);

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().all().allValues("Cache-Control")).containsExactly(caching);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.headers().all().allValues("Cache-Control")).containsExactly("no-store");
    for (Api.Answer each : new Api.Answer[] {answer, refused}) {
      assertThat(each.headers().all().allValues("X-Content-Type-Options"))
          .containsExactly("nosniff");
      assertThat(each.headers().all().allValues("Content-Security-Policy"))
          .containsExactly("default-src 'none'; frame-ancestors 'none'");
      assertThat(each.headers().all().allValues("Referrer-Policy")).containsExactly("no-referrer");
      // No page of another origin reads what the services answer, but for attachments.
      assertThat(each.headers().first("Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
