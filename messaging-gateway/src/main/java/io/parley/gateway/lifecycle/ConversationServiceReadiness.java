package io.parley.gateway.lifecycle;

import io.parley.contracts.command.ReplayBatch;
import io.parley.gateway.conversation.ConversationClient;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether conversation-service answers this gateway, token and all: an empty batch tells. */
@Readiness
@ApplicationScoped
class ConversationServiceReadiness implements AsyncHealthCheck {
  private static final String NAME = "conversation-service";
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ConversationClient client;

  ConversationServiceReadiness(ConversationClient client) {
    this.client = client;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(() -> client.replay(new ReplayBatch(List.of())))
        .ifNoItem()
        .after(TIMEOUT)
        .fail()
        .map(answer -> HealthCheckResponse.up(NAME))
        .onFailure()
        .recoverWithItem(
            failure ->
                HealthCheckResponse.named(NAME)
                    .down()
                    .withData("reason", String.valueOf(failure.getMessage()))
                    .build());
  }
}
