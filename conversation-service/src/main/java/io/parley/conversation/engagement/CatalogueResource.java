package io.parley.conversation.engagement;

import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.ChannelAccess;
import io.parley.conversation.identity.Agent;
import io.parley.conversation.identity.CurrentAgent;
import io.parley.conversation.request.PageRequest;
import io.parley.rest.identity.Role;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The catalogue of a channel: what its agents can send. */
@Path("/api/channels/{channelId}/engagements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "engagements")
public class CatalogueResource {
  private final ChannelAccess access;
  private final CatalogueEditor editor;
  private final CurrentAgent caller;

  CatalogueResource(ChannelAccess access, CatalogueEditor editor, CurrentAgent caller) {
    this.access = access;
    this.editor = editor;
    this.caller = caller;
  }

  /** A whole catalogue. */
  @Schema(name = "LoadCatalogue")
  public record Load(@Schema(required = true) List<CatalogueEntry> items) {}

  /** What a load has left in the catalogue. */
  @Schema(name = "LoadedCatalogue")
  public record Loaded(@Schema(required = true) int engagements) {}

  @GET
  @RolesAllowed(Role.AGENT)
  @Operation(operationId = "listCatalogue", summary = "The channel's catalogue, by id")
  public Uni<CataloguePage> list(
      @PathParam("channelId") String channelId,
      @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") String cursor,
      @QueryParam("limit")
          @Parameter(
              description = "Items of the page; more than 200 is answered with 200",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"))
          String limit) {
    return access
        .forAgent(channelId, caller.get())
        .flatMap(
            channel -> editor.page(channel, Optional.ofNullable(cursor), PageRequest.size(limit)));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "loadCatalogue",
      summary = "Replace the whole catalogue",
      description = "All or nothing: when one engagement is wrong, none is changed.")
  public Uni<Loaded> load(@PathParam("channelId") String channelId, Load body) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(
            channel -> {
              List<CatalogueEntry> entries = checked(body);
              return editor
                  .load(channel, entries, agent)
                  .replaceWith(() -> new Loaded(entries.size()));
            });
  }

  @PUT
  @Path("/{engagementId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(operationId = "putEngagement", summary = "Add or replace one engagement")
  public Uni<CatalogueEntry> put(
      @PathParam("channelId") String channelId,
      @PathParam("engagementId") String engagementId,
      CatalogueEntry body) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(
            channel -> {
              if (body == null) {
                throw ProblemException.malformed("Send the engagement as a JSON object.");
              }
              return editor.put(channel, body.withId(engagementId).checked(), agent);
            });
  }

  @DELETE
  @Path("/{engagementId}")
  @RolesAllowed(Role.CHAT_ADMIN)
  @Operation(
      operationId = "deleteEngagement",
      summary = "Take an engagement out of the catalogue; what was sent stays")
  public Uni<Void> delete(
      @PathParam("channelId") String channelId, @PathParam("engagementId") String engagementId) {
    Agent agent = caller.get();
    return access
        .forAgent(channelId, agent)
        .flatMap(
            channel ->
                engagementId.indexOf('\0') >= 0
                    ? Uni.createFrom().failure(ProblemException::notFound)
                    : editor.delete(channel, engagementId, agent));
  }

  private static List<CatalogueEntry> checked(Load body) {
    if (body == null || body.items() == null) {
      throw ProblemException.malformed("Send the catalogue as {\"items\":[…]}.");
    }
    if (body.items().size() > Limit.CATALOGUE_ENGAGEMENTS.value()) {
      throw new ProblemException(
          ProblemCode.LIMIT_REACHED,
          "A catalogue has at most %d engagements.".formatted(Limit.CATALOGUE_ENGAGEMENTS.value()));
    }
    Set<String> ids = new HashSet<>();
    for (CatalogueEntry entry : body.items()) {
      if (entry == null) {
        throw ProblemException.malformed("items holds null.");
      }
      if (!ids.add(entry.checked().id())) {
        throw ProblemException.malformed("Two engagements have the id " + entry.id() + ".");
      }
    }
    return body.items();
  }
}
