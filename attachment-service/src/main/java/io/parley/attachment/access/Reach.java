package io.parley.attachment.access;

import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.contracts.command.Actor;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The only way from an id in a request to a file. Before it is sent a file is its uploader's alone;
 * then the conversation's participants read it: its follower, and the agents of its channel.
 */
@ApplicationScoped
public class Reach {
  private final Attachments attachments;

  Reach(Attachments attachments) {
    this.attachments = attachments;
  }

  /** The file, or a failure {@code not-found}, which does not say whether it exists. */
  public Uni<Attachment> find(String id, Actor actor) {
    return find(id)
        .map(
            file ->
                file.filter(found -> allows(actor, found)).orElseThrow(ProblemException::notFound));
  }

  /** Those of the files that exist for this actor. */
  public Uni<List<Attachment>> find(Collection<UUID> ids, Actor actor) {
    return attachments
        .find(ids)
        .map(files -> files.stream().filter(file -> allows(actor, file)).toList());
  }

  /** The file of a signed link, which was given to somebody who could reach it. */
  public Uni<Attachment> findLinked(String id) {
    return find(id)
        .map(file -> file.filter(Reach::isThere).orElseThrow(ProblemException::notFound));
  }

  private Uni<Optional<Attachment>> find(String id) {
    return parse(id)
        .map(attachments::find)
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  static boolean allows(Actor actor, Attachment file) {
    return switch (file.state()) {
      case WRITING, REMOVING -> false;
      case STORED ->
          file.isUploadedBy(actor.role(), actor.id())
              && actor.channels().contains(file.channelId());
      case CLAIMED, SENT -> participates(actor, file);
    };
  }

  private static boolean participates(Actor actor, Attachment file) {
    if (!actor.channels().contains(file.channelId())) {
      return false;
    }
    return switch (actor.role()) {
      case FOLLOWER -> file.followerId().equals(actor.id());
      case AGENT -> true;
      case SYSTEM -> false;
    };
  }

  private static boolean isThere(Attachment file) {
    return switch (file.state()) {
      case WRITING, REMOVING -> false;
      case STORED, CLAIMED, SENT -> true;
    };
  }

  /** Only the usual spelling: Java also reads shorter ones. */
  public static Optional<UUID> parse(String id) {
    try {
      UUID parsed = UUID.fromString(id == null ? "" : id);
      return parsed.toString().equals(id) ? Optional.of(parsed) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
