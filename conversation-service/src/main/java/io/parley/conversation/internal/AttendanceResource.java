package io.parley.conversation.internal;

import io.parley.contracts.command.Attendance;
import io.parley.conversation.agent.ChannelAgents;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Takes note of which agents are there, as each gateway says again and again. */
@Path("/internal/attendance")
@RolesAllowed("service")
public class AttendanceResource {
  private final ChannelAgents agents;

  AttendanceResource(ChannelAgents agents) {
    this.agents = agents;
  }

  @POST
  @Operation(hidden = true)
  public Uni<Void> attend(Attendance attendance) {
    return agents.left(attendance.left()).chain(() -> agents.seen(attendance.present()));
  }
}
