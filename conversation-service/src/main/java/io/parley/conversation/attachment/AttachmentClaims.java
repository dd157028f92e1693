package io.parley.conversation.attachment;

import io.parley.contracts.command.ClaimBatch;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.SentAttachment;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import io.parley.conversation.log.ConversationRef;
import io.parley.conversation.log.Outcome;
import io.parley.rest.problem.ProblemException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Claims attachments for messages on their way into the log. While attachment-service is down, or
 * hangs, such messages are refused as {@code unavailable} and all others go on.
 */
@ApplicationScoped
public class AttachmentClaims {
  private static final Logger LOG = Logger.getLogger(AttachmentClaims.class);
  private static final ClaimBatch.Result UNAVAILABLE =
      ClaimBatch.Result.refused(
          Problem.of(
              ProblemCode.UNAVAILABLE,
              "Attachments cannot be sent right now; text can. Try again in a moment."));

  private final AttachmentClient client;
  private final long pauseNanos;
  private volatile boolean pausing;
  private volatile long pausingSince;

  AttachmentClaims(AttachmentClient client, AttachmentConfig config) {
    this.client = client;
    this.pauseNanos = config.pause().toNanos();
  }

  /** One message's claim. */
  public static ClaimBatch.Claim of(
      Participant sender, ConversationRef conversation, String clientMessageId, List<String> ids) {
    return new ClaimBatch.Claim(
        sender,
        conversation.id().toString(),
        conversation.channelId(),
        conversation.followerId(),
        clientMessageId,
        ids);
  }

  /** What became of each claim, in their order. Never fails; nothing is asked for no claims. */
  public Uni<List<ClaimBatch.Result>> claim(List<ClaimBatch.Claim> claims) {
    if (claims.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<ClaimBatch.Result> refused = Collections.nCopies(claims.size(), UNAVAILABLE);
    if (pausing && System.nanoTime() - pausingSince < pauseNanos) {
      return Uni.createFrom().item(refused);
    }
    return client
        .claim(new ClaimBatch(claims))
        .map(answer -> ofSameSize(claims, answer.results()))
        .invoke(results -> pausing = false)
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warnf("Attachments cannot be claimed: %s", failure);
              pausingSince = System.nanoTime();
              pausing = failure instanceof TimeoutException;
              return refused;
            });
  }

  /** The attachments of a message that is sent alone; fails with the problem of a refused claim. */
  public Uni<List<SentAttachment>> claimOne(ClaimBatch.Claim claim) {
    if (claim.attachmentIds().isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return claim(List.of(claim))
        .map(
            results -> {
              ClaimBatch.Result result = results.getFirst();
              if (result.problem() != null) {
                throw new ProblemException(result.problem());
              }
              return result.attachments();
            });
  }

  /**
   * To be told what became of a message with a granted claim. When this try surely stored nothing,
   * it is taken back, so that its files can go with another message; when nobody knows, they stay
   * with it. Never fails: a claim that is not taken back lapses by itself.
   */
  public Uni<Void> settle(ClaimBatch.Claim claim, Outcome outcome) {
    boolean surelyRefused =
        outcome instanceof Outcome.Refused refused
            && refused.problem().code() != ProblemCode.UNAVAILABLE
            && refused.problem().code() != ProblemCode.INTERNAL;
    if (!surelyRefused || claim.attachmentIds().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return client
        .release(new ClaimBatch(List.of(claim)))
        .onFailure()
        .invoke(failure -> LOG.warnf("A claim is left to lapse: %s", failure))
        .onFailure()
        .recoverWithNull();
  }

  private static List<ClaimBatch.Result> ofSameSize(
      List<ClaimBatch.Claim> claims, List<ClaimBatch.Result> results) {
    if (results.size() != claims.size()) {
      throw new IllegalStateException(
          claims.size() + " claims were given " + results.size() + " answers");
    }
    return results;
  }
}
