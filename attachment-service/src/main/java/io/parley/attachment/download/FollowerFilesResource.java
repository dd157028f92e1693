package io.parley.attachment.download;

import io.parley.attachment.access.Reach;
import io.parley.attachment.link.Links;
import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.contracts.command.FollowerFiles;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Files of a follower, for conversation-service, which exports them. */
@Path("/internal/follower-files")
@RolesAllowed(Role.SERVICE)
public class FollowerFilesResource {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Attachments attachments;
  private final Links links;

  FollowerFilesResource(Attachments attachments, Links links) {
    this.attachments = attachments;
    this.links = links;
  }

  @POST
  @Operation(hidden = true)
  public Uni<FollowerFiles.Page> list(FollowerFiles asked) {
    UUID after =
        asked.after() == null
            ? BEFORE_ALL
            : Reach.parse(asked.after())
                .orElseThrow(() -> ProblemException.malformed("after must be an id."));
    int limit = Math.clamp(asked.limit(), 1, FollowerFiles.MAX_SIZE);
    return attachments
        .ofFollower(asked.channelId(), asked.followerId(), after, limit)
        .map(files -> new FollowerFiles.Page(files.stream().map(this::file).toList()));
  }

  private FollowerFiles.File file(Attachment file) {
    return new FollowerFiles.File(
        file.id().toString(),
        file.fileName(),
        file.mediaType(),
        file.size(),
        file.sha256(),
        file.uploader().role(),
        file.createdAt(),
        links.to(file.id(), Links.View.CONTENT));
  }
}
