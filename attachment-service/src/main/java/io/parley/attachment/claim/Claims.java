package io.parley.attachment.claim;

import io.parley.attachment.access.Reach;
import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.attachment.record.Attachments.Locked;
import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Grants claims under the files' row locks, so that two messages can never carry one file, however
 * they race. A message that was granted its files is granted them again.
 */
@ApplicationScoped
class Claims {
  private final Attachments attachments;

  Claims(Attachments attachments) {
    this.attachments = attachments;
  }

  Uni<List<ClaimBatch.Result>> grant(List<ClaimBatch.Claim> claims) {
    Set<UUID> ids =
        claims.stream()
            .flatMap(claim -> claim.attachmentIds().stream())
            .map(Reach::parse)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return attachments.locking(ids, locked -> grant(claims, locked));
  }

  /** Takes back one try of each message. */
  Uni<Void> release(List<ClaimBatch.Claim> claims) {
    return Multi.createFrom()
        .iterable(claims)
        .onItem()
        .transformToUniAndConcatenate(
            claim ->
                attachments.takeBackTry(
                    UUID.fromString(claim.conversationId()),
                    claim.sender(),
                    claim.clientMessageId(),
                    ids(claim)))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private static List<UUID> ids(ClaimBatch.Claim claim) {
    return claim.attachmentIds().stream().map(Reach::parse).flatMap(Optional::stream).toList();
  }

  private static Uni<List<ClaimBatch.Result>> grant(List<ClaimBatch.Claim> claims, Locked locked) {
    Round round = new Round(locked.files());
    List<ClaimBatch.Result> results = claims.stream().map(round::decide).toList();
    return round.ids.isEmpty()
        ? Uni.createFrom().item(results)
        : locked
            .claim(round.ids, round.conversationIds, round.clientMessageIds)
            .replaceWith(results);
  }

  /** One batch, decided in memory in the order of its claims. */
  private static final class Round {
    private final Map<String, Attachment> files = new HashMap<>();
    private final Map<String, ClaimBatch.Claim> takenHere = new HashMap<>();
    final List<UUID> ids = new ArrayList<>();
    final List<UUID> conversationIds = new ArrayList<>();
    final List<String> clientMessageIds = new ArrayList<>();

    Round(List<Attachment> locked) {
      locked.forEach(file -> files.put(file.id().toString(), file));
    }

    ClaimBatch.Result decide(ClaimBatch.Claim claim) {
      UUID conversation = UUID.fromString(claim.conversationId());
      List<Attachment> wanted = new ArrayList<>();
      for (String id : claim.attachmentIds()) {
        Attachment file = files.get(id);
        if (file == null || !isOfClaim(file, claim)) {
          return refuse(
              ProblemCode.ATTACHMENT_UNKNOWN,
              "Upload each file for this conversation first, and wait until that is done.");
        }
        if (!isFree(file, claim, conversation)) {
          return refuse(
              ProblemCode.ATTACHMENT_USED,
              "A file is part of another message already. Upload it again to send it again.");
        }
        wanted.add(file);
      }
      wanted.forEach(file -> take(file, claim, conversation));
      return ClaimBatch.Result.granted(wanted.stream().map(Attachment::sent).toList());
    }

    private static boolean isOfClaim(Attachment file, ClaimBatch.Claim claim) {
      return file.isUploadedBy(claim.sender().role(), claim.sender().id())
          && file.channelId().equals(claim.channelId())
          && file.followerId().equals(claim.followerId())
          && switch (file.state()) {
            case WRITING, REMOVING -> false;
            case STORED, CLAIMED, SENT -> true;
          };
    }

    private boolean isFree(Attachment file, ClaimBatch.Claim claim, UUID conversation) {
      ClaimBatch.Claim taker = takenHere.get(file.id().toString());
      if (taker != null) {
        return isSameMessage(taker, claim);
      }
      return file.state() == Attachment.State.STORED
          || file.belongsTo(conversation, claim.sender(), claim.clientMessageId());
    }

    private static boolean isSameMessage(ClaimBatch.Claim one, ClaimBatch.Claim other) {
      return one.conversationId().equals(other.conversationId())
          && Objects.equals(one.sender().id(), other.sender().id())
          && one.sender().role() == other.sender().role()
          && one.clientMessageId().equals(other.clientMessageId());
    }

    private void take(Attachment file, ClaimBatch.Claim claim, UUID conversation) {
      takenHere.put(file.id().toString(), claim);
      if (file.state() != Attachment.State.SENT) {
        ids.add(file.id());
        conversationIds.add(conversation);
        clientMessageIds.add(claim.clientMessageId());
      }
    }

    private static ClaimBatch.Result refuse(ProblemCode code, String detail) {
      return ClaimBatch.Result.refused(Problem.of(code, detail));
    }
  }
}
