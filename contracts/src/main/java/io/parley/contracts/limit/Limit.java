package io.parley.contracts.limit;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What a client may ask for, told to it in {@code welcome} under {@link #jsonName()}. */
public enum Limit {
  /** UTF-16 code units in a message's text. */
  MESSAGE_TEXT_LENGTH("messageTextLength", 8_000),
  /** Characters of a clientMessageId: letters, digits, {@code . _ : -}. */
  CLIENT_MESSAGE_ID_LENGTH("clientMessageIdLength", 64),
  ATTACHMENTS_PER_MESSAGE("attachmentsPerMessage", 10),
  /** Bytes of a document: odt, ppt, txt, doc, pdf. */
  DOCUMENT_BYTES("documentBytes", 10_485_760),
  /** Bytes of an image: png, jpg, jpeg, gif. A default, which configuration may change. */
  IMAGE_BYTES("imageBytes", 10_485_760),
  /** Bytes of a video: mov, m4v, mp4. A default, which configuration may change. */
  VIDEO_BYTES("videoBytes", 52_428_800),
  /** Bytes of one socket message, over all its fragments; beyond it the socket is closed (1009). */
  FRAME_BYTES("frameBytes", 65_536),
  /** Conversations named in one {@code resume}. */
  POSITIONS_PER_RESUME("positionsPerResume", 500),
  /** Sends of one socket that wait for their ack; one more is refused as rate-limited. */
  PENDING_SENDS("pendingSends", 1_000),
  /** Frames a second that one socket may keep up. */
  FRAMES_PER_SECOND("framesPerSecond", 1_000),
  /** Frames that one socket may send at once; beyond it the socket is closed (1008). */
  FRAME_BURST("frameBurst", 5_000),
  /** Items of a page when the caller does not say. */
  PAGE_SIZE_DEFAULT("pageSizeDefault", 50),
  /** Items of a page at most; more is answered with this many. */
  PAGE_SIZE_MAX("pageSizeMax", 200),
  /** Canned replies of one channel. */
  CANNED_REPLIES("cannedReplies", 500),
  /** Characters of a canned reply's shortcut: letters, digits, {@code . _ -}. */
  CANNED_REPLY_SHORTCUT_LENGTH("cannedReplyShortcutLength", 32),
  /** Engagements in one channel's catalogue. */
  CATALOGUE_ENGAGEMENTS("catalogueEngagements", 1_000),
  /** UTF-16 code units of an engagement's title. */
  ENGAGEMENT_TITLE_LENGTH("engagementTitleLength", 200),
  /** UTF-16 code units of an engagement's description. */
  ENGAGEMENT_DESCRIPTION_LENGTH("engagementDescriptionLength", 2_000),
  /** UTF-16 code units of a coupon's code. */
  ENGAGEMENT_CODE_LENGTH("engagementCodeLength", 64),
  /** Keys of one channel that check identity tokens. */
  IDENTITY_KEYS("identityKeys", 2);

  private final String jsonName;
  private final long value;

  Limit(String jsonName, long value) {
    this.jsonName = jsonName;
    this.value = value;
  }

  public String jsonName() {
    return jsonName;
  }

  public long value() {
    return value;
  }

  public int intValue() {
    return Math.toIntExact(value);
  }

  /**
   * All limits by their JSON names, as {@code welcome} tells them.
   *
   * @param configured the values of those that configuration has set
   */
  public static Map<String, Long> byJsonName(Map<Limit, Long> configured) {
    return Arrays.stream(values())
        .collect(
            Collectors.toMap(
                Limit::jsonName, limit -> configured.getOrDefault(limit, limit.value())));
  }
}
