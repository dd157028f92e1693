package io.parley.attachment.life;

import io.parley.attachment.access.Reach;
import io.parley.attachment.record.Attachments;
import io.parley.contracts.command.FileErasure;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Files of followers and conversations that are erased: bytes and names, a piece a call. */
@Path("/internal/file-erasures")
@RolesAllowed(Role.SERVICE)
public class FileErasureResource {
  private final Attachments attachments;
  private final Removal removal;

  FileErasureResource(Attachments attachments, Removal removal) {
    this.attachments = attachments;
    this.removal = removal;
  }

  /** Done once it has found nothing: what was found is gone when the answer is given. */
  @POST
  @Operation(hidden = true)
  public Uni<FileErasure.Result> erase(FileErasure files) {
    UUID conversation =
        Reach.parse(files.conversationId())
            .orElseThrow(() -> ProblemException.malformed("conversationId must be an id."));
    if (files.channelId() == null || files.before() == null) {
      throw ProblemException.malformed("channelId and before are needed.");
    }
    return attachments
        .markErasedRemoving(files.channelId(), files.followerId(), conversation, files.before())
        .flatMap(removal::remove)
        .map(removed -> new FileErasure.Result(removed, removed == 0));
  }
}
