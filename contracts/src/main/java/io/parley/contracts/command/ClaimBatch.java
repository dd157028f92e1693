package io.parley.contracts.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.Participant;
import io.parley.contracts.event.SentAttachment;
import io.parley.contracts.problem.Problem;
import java.util.List;

/**
 * {@code POST /internal/attachment-claims} of attachment-service: what messages on their way into
 * the log want to carry. Each claim is granted whole or not at all, and answered in its place.
 *
 * <p>A claim is named by conversation, sender and clientMessageId: asked again, it is granted
 * again; no other message gets its attachments. Each try that was surely refused is taken back by
 * {@code POST /internal/attachment-releases}, with the same body, answered with 204; when no try is
 * left the attachments are free again. A claim of which nobody knows lapses, see {@link
 * MessageLookupBatch}.
 */
public record ClaimBatch(List<Claim> claims) {
  public static final int MAX_SIZE = 256;

  public ClaimBatch {
    claims = List.copyOf(claims);
  }

  /**
   * One message's wish.
   *
   * @param sender must have uploaded all of them, for this conversation
   * @param attachmentIds 1 to {@code Limit.ATTACHMENTS_PER_MESSAGE}, each once
   */
  public record Claim(
      Participant sender,
      String conversationId,
      String channelId,
      String followerId,
      String clientMessageId,
      List<String> attachmentIds) {
    public Claim {
      attachmentIds = List.copyOf(attachmentIds);
    }
  }

  /** The answer, one result a claim, in the same order. */
  public record Results(List<Result> results) {
    public Results {
      results = List.copyOf(results);
    }
  }

  /**
   * What became of one claim.
   *
   * @param attachments in the order of the claim; null when it was refused
   * @param problem why it was refused: {@code attachment-unknown} or {@code attachment-used}; null
   *     when it was granted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(List<SentAttachment> attachments, Problem problem) {
    public Result {
      attachments = attachments == null ? null : List.copyOf(attachments);
    }

    public static Result granted(List<SentAttachment> attachments) {
      return new Result(attachments, null);
    }

    public static Result refused(Problem problem) {
      return new Result(null, problem);
    }
  }
}
