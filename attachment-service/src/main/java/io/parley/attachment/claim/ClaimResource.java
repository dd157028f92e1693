package io.parley.attachment.claim;

import io.parley.contracts.command.ClaimBatch;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Claims of conversation-service, a batch a call, and what becomes of those that came to nothing.
 */
@Path("/internal")
@RolesAllowed(Role.SERVICE)
public class ClaimResource {
  private final Claims claims;

  ClaimResource(Claims claims) {
    this.claims = claims;
  }

  @POST
  @Path("/attachment-claims")
  @Operation(hidden = true)
  public Uni<ClaimBatch.Results> claim(ClaimBatch batch) {
    requireSize(batch);
    return claims.grant(batch.claims()).map(ClaimBatch.Results::new);
  }

  @POST
  @Path("/attachment-releases")
  @Operation(hidden = true)
  public Uni<Void> release(ClaimBatch batch) {
    requireSize(batch);
    return claims.release(batch.claims());
  }

  private static void requireSize(ClaimBatch batch) {
    if (batch.claims().size() > ClaimBatch.MAX_SIZE) {
      throw ProblemException.malformed("At most " + ClaimBatch.MAX_SIZE + " at once.");
    }
  }
}
