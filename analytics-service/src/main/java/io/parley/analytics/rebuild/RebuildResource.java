package io.parley.analytics.rebuild;

import io.parley.analytics.log.LogUnavailableException;
import io.parley.analytics.projection.ErasureChecks;
import io.parley.contracts.command.ErasureCheck;
import io.parley.rest.identity.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** For operators: build the figures anew, and compare them with the log; and what erasures ask. */
@Path("/internal")
@Blocking
@RolesAllowed(Role.SERVICE)
@Produces(MediaType.APPLICATION_JSON)
public class RebuildResource {
  private final Rebuild rebuild;
  private final ErasureChecks erasures;

  RebuildResource(Rebuild rebuild, ErasureChecks erasures) {
    this.rebuild = rebuild;
    this.erasures = erasures;
  }

  /**
   * What a comparison with the log found.
   *
   * @param differences conversations that were not as far; the instance that writes fetches what
   *     they lack
   */
  public record Audit(long differences) {}

  @POST
  @Path("/rebuilds")
  @Operation(hidden = true)
  public Rebuild.State begin() throws SQLException {
    return rebuild.begin();
  }

  @GET
  @Path("/rebuilds")
  @Operation(hidden = true)
  public Rebuild.State state() throws SQLException {
    return rebuild.state();
  }

  /** For conversation-service, which asks until it is done. */
  @POST
  @Path("/erasure-checks")
  @Operation(hidden = true)
  public ErasureCheck.Result check(ErasureCheck check) throws SQLException {
    return new ErasureCheck.Result(
        erasures.done(UUID.fromString(check.conversationId()), check.seq()));
  }

  @POST
  @Path("/audits")
  @Operation(hidden = true)
  public Audit audit() throws SQLException, LogUnavailableException {
    return new Audit(rebuild.auditNow());
  }
}
