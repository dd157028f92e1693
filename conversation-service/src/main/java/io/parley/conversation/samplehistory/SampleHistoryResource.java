package io.parley.conversation.samplehistory;

import io.parley.contracts.command.SampleHistory;
import io.parley.rest.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** For operators of local stacks; without the setting there is no such thing. */
@Path("/internal/sample-histories")
@RolesAllowed("service")
public class SampleHistoryResource {
  private final SampleHistories histories;
  private final SampleHistoryConfig config;

  SampleHistoryResource(SampleHistories histories, SampleHistoryConfig config) {
    this.histories = histories;
    this.config = config;
  }

  /** Writes for about a second, or says that the history is complete. */
  @POST
  @Blocking
  @Operation(hidden = true)
  public SampleHistory.Progress goOn(SampleHistory.Spec spec) throws InterruptedException {
    if (!config.enabled()) {
      throw ProblemException.notFound();
    }
    if (spec.agents().isEmpty()) {
      throw ProblemException.malformed("agents must name somebody");
    }
    require("chats", spec.chats(), SampleHistory.MAX_CHATS);
    require("days", spec.days(), SampleHistory.MAX_DAYS);
    return histories.goOn(spec);
  }

  private static void require(String field, int value, int most) {
    if (value < 1 || value > most) {
      throw ProblemException.malformed(field + " must be between 1 and " + most);
    }
  }
}
