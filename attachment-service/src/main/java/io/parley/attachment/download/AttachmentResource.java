package io.parley.attachment.download;

import io.parley.attachment.access.Reach;
import io.parley.attachment.content.FileKind;
import io.parley.attachment.content.FileType;
import io.parley.attachment.identity.Callers;
import io.parley.attachment.link.Links;
import io.parley.attachment.upload.UploadConfig;
import io.parley.contracts.command.Actor;
import io.parley.contracts.limit.Limit;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.parley.rest.ratelimit.RateLimits;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is known about files, and what may be uploaded. */
@Path("/api/attachments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "attachments")
public class AttachmentResource {
  private static final int MAX_DESCRIBED = 100;

  private final Reach reach;
  private final Links links;
  private final UploadConfig uploads;
  private final SecurityIdentity identity;
  private final RateLimits limits;

  AttachmentResource(
      Reach reach,
      Links links,
      UploadConfig uploads,
      SecurityIdentity identity,
      RateLimits limits) {
    this.reach = reach;
    this.links = links;
    this.uploads = uploads;
    this.identity = identity;
    this.limits = limits;
  }

  /** What may be uploaded. */
  @Schema(name = "AttachmentLimits")
  public record Limits(
      @Schema(required = true) List<Kind> kinds,
      @Schema(required = true) int attachmentsPerMessage) {
    public Limits {
      kinds = List.copyOf(kinds);
    }
  }

  /** What may be uploaded of one kind. */
  @Schema(name = "AttachmentKind")
  public record Kind(
      @Schema(required = true) FileKind kind,
      @Schema(required = true) List<String> extensions,
      @Schema(required = true, description = "Size of one file at most") long maxBytes) {
    public Kind {
      extensions = List.copyOf(extensions);
    }
  }

  /** Files to describe. */
  @Schema(name = "DescribeAttachments")
  public record Describe(@Schema(required = true, maxItems = MAX_DESCRIBED) List<String> ids) {
    public Describe {
      ids = ids == null ? List.of() : ids.stream().filter(Objects::nonNull).toList();
    }
  }

  /** The files that exist for the caller. */
  @Schema(name = "Attachments")
  public record Described(@Schema(required = true) List<AttachmentView> attachments) {
    public Described {
      attachments = List.copyOf(attachments);
    }
  }

  @GET
  @Path("/limits")
  @RolesAllowed({Role.AGENT, Role.FOLLOWER})
  @Operation(operationId = "getAttachmentLimits", summary = "What may be uploaded")
  public Limits limits() {
    return new Limits(
        Arrays.stream(FileKind.values())
            .map(kind -> new Kind(kind, extensions(kind), uploads.bytes(kind)))
            .toList(),
        Limit.ATTACHMENTS_PER_MESSAGE.intValue());
  }

  /** Who asks, counted as a call of this person. */
  private Actor caller() {
    Actor actor = Callers.of(identity);
    limits.countRequest(Callers.key(actor));
    return actor;
  }

  private static List<String> extensions(FileKind kind) {
    return Arrays.stream(FileType.values())
        .filter(type -> type.kind() == kind)
        .map(FileType::extension)
        .toList();
  }

  @GET
  @Path("/{attachmentId}")
  @RolesAllowed({Role.AGENT, Role.FOLLOWER})
  @Operation(operationId = "getAttachment", summary = "One file, with links to its content")
  public Uni<AttachmentView> get(@PathParam("attachmentId") String attachmentId) {
    return reach.find(attachmentId, caller()).map(file -> AttachmentView.of(file, links));
  }

  @POST
  @Path("/descriptions")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed({Role.AGENT, Role.FOLLOWER})
  @Operation(
      operationId = "describeAttachments",
      summary = "Many files at once, with fresh links; those that do not exist are left out")
  public Uni<Described> describe(Describe body) {
    if (body == null || body.ids().size() > MAX_DESCRIBED) {
      throw ProblemException.malformed("Name up to %d ids.".formatted(MAX_DESCRIBED));
    }
    List<UUID> ids = body.ids().stream().map(Reach::parse).flatMap(Optional::stream).toList();
    return reach
        .find(ids, caller())
        .map(
            files ->
                new Described(files.stream().map(file -> AttachmentView.of(file, links)).toList()));
  }
}
