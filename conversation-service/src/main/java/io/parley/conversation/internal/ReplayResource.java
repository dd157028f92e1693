package io.parley.conversation.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.parley.contracts.command.Actor;
import io.parley.contracts.command.ReplayBatch;
import io.parley.contracts.command.ReplayBatch.Replay;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.access.Reach;
import io.parley.conversation.log.ConversationDirectory;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.LogPage;
import io.parley.conversation.log.LogReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Pages of the log for sockets that resume, and for holes in a gateway's stream. */
@Path("/internal/replays")
@RolesAllowed("service")
public class ReplayResource {
  private final ConversationDirectory directory;
  private final LogReader log;

  ReplayResource(ConversationDirectory directory, LogReader log) {
    this.directory = directory;
    this.log = log;
  }

  /** Answers {@link ReplayBatch.Results}, with the events spliced in as they were stored. */
  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<String> replay(ReplayBatch batch) {
    List<Optional<UUID>> ids = batch.replays().stream().map(ReplayResource::idOf).toList();
    return directory
        .find(ids.stream().flatMap(Optional::stream).distinct().toList())
        .flatMap(
            found -> {
              List<Optional<ConversationRef>> allowed =
                  batch.replays().stream().map(replay -> allowed(replay, found)).toList();
              return log.pages(ranges(batch, allowed)).map(pages -> toJson(allowed, pages));
            });
  }

  private static Optional<ConversationRef> allowed(
      Replay replay, Map<UUID, ConversationRef> found) {
    // Without an actor the gateway mends its own stream, and checks each receiver itself.
    return idOf(replay)
        .map(found::get)
        .filter(ref -> replay.actor() == null || Reach.allows(replay.actor(), ref));
  }

  private static List<LogReader.Range> ranges(
      ReplayBatch batch, List<Optional<ConversationRef>> allowed) {
    List<Replay> replays = batch.replays();
    return IntStream.range(0, replays.size())
        .filter(i -> allowed.get(i).isPresent())
        .mapToObj(
            i ->
                new LogReader.Range(
                    allowed.get(i).orElseThrow().id(),
                    Math.max(0, replays.get(i).after()),
                    Math.clamp(replays.get(i).limit(), 0, ReplayBatch.MAX_EVENTS),
                    isFollower(replays.get(i).actor())))
        .toList();
  }

  private static boolean isFollower(Actor actor) {
    return actor != null && actor.role() == ParticipantRole.FOLLOWER;
  }

  private static String toJson(List<Optional<ConversationRef>> allowed, List<LogPage> pages) {
    StringBuilder json = new StringBuilder(1024).append("{\"pages\":[");
    int next = 0;
    for (int i = 0; i < allowed.size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      if (allowed.get(i).isPresent()) {
        append(json, allowed.get(i).get(), pages.get(next++));
      } else {
        appendNotFound(json);
      }
    }
    return json.append("]}").toString();
  }

  private static void append(StringBuilder json, ConversationRef ref, LogPage page) {
    json.append("{\"channelId\":\"").append(quote(ref.channelId()));
    json.append("\",\"followerId\":\"").append(quote(ref.followerId()));
    json.append("\",\"lastSeq\":").append(page.lastSeq()).append(",\"events\":[");
    String separator = "";
    for (String body : page.bodies()) {
      json.append(separator).append(body);
      separator = ",";
    }
    json.append("]}");
  }

  private static void appendNotFound(StringBuilder json) {
    json.append("{\"lastSeq\":0,\"events\":[],\"problem\":{\"code\":\"")
        .append(ProblemCode.NOT_FOUND.code())
        .append("\",\"detail\":\"There is no such conversation\"}}");
  }

  private static char[] quote(String text) {
    return JsonStringEncoder.getInstance().quoteAsString(text);
  }

  private static Optional<UUID> idOf(Replay replay) {
    return ConversationRef.parseId(replay.conversationId());
  }
}
