package io.parley.conversation.log;

import io.parley.contracts.limit.Limit;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a message must look like, whoever sends it and by whichever way. */
public final class MessageRules {
  private static final Pattern CLIENT_MESSAGE_ID =
      Pattern.compile("[A-Za-z0-9._:-]{1," + Limit.CLIENT_MESSAGE_ID_LENGTH.value() + "}");

  private static final Pattern ATTACHMENT_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private MessageRules() {}

  /** Returns why the message is refused, or empty when it is well-formed. */
  public static Optional<Problem> check(
      String clientMessageId, String text, List<String> attachmentIds, boolean hasEngagement) {
    if (clientMessageId == null || !CLIENT_MESSAGE_ID.matcher(clientMessageId).matches()) {
      return refuse(
          ProblemCode.MALFORMED_REQUEST,
          "clientMessageId must be 1 to "
              + Limit.CLIENT_MESSAGE_ID_LENGTH.value()
              + " letters, digits or . _ : -");
    }
    if (text != null && text.length() > Limit.MESSAGE_TEXT_LENGTH.value()) {
      return refuse(
          ProblemCode.MESSAGE_TOO_LONG,
          "The text has %d characters; at most %d are allowed"
              .formatted(text.length(), Limit.MESSAGE_TEXT_LENGTH.value()));
    }
    if (text != null && !storable(text)) {
      return refuse(
          ProblemCode.MALFORMED_REQUEST,
          "text holds U+0000 or half of a surrogate pair, which is not text");
    }
    if (attachmentIds.size() > Limit.ATTACHMENTS_PER_MESSAGE.value()) {
      return refuse(
          ProblemCode.MALFORMED_REQUEST,
          "At most " + Limit.ATTACHMENTS_PER_MESSAGE.value() + " attachments fit in one message");
    }
    if (!attachmentIds.isEmpty() && !areAttachments(attachmentIds)) {
      return refuse(
          ProblemCode.ATTACHMENT_UNKNOWN, "Name each attachment once, by the id of its upload");
    }
    boolean hasMore = hasEngagement || !attachmentIds.isEmpty();
    if (text == null ? !hasMore : !visible(text)) {
      return refuse(ProblemCode.MESSAGE_EMPTY, "Write something that can be seen");
    }
    return Optional.empty();
  }

  private static boolean areAttachments(List<String> ids) {
    return Set.copyOf(ids).size() == ids.size()
        && ids.stream().allMatch(id -> ATTACHMENT_ID.matcher(id).matches());
  }

  /** PostgreSQL refuses U+0000 in text, and a lone surrogate has no UTF-8 form. */
  public static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean visible(String text) {
    return text.codePoints().anyMatch(MessageRules::isVisible);
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> !isBlankGlyph(codePoint);
    };
  }

  /** Letters and marks that are drawn as nothing: fillers, blanks, variation selectors. */
  private static boolean isBlankGlyph(int codePoint) {
    return switch (codePoint) {
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
      default ->
          (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
              || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    };
  }

  private static Optional<Problem> refuse(ProblemCode code, String detail) {
    return Optional.of(Problem.of(code, detail));
  }
}
