package io.parley.conversation.engagement;

import io.parley.contracts.event.EngagementRecorded;
import io.parley.contracts.json.Json;
import io.parley.conversation.log.MessageRules;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;

/** Reads what the loyalty platform tells: tolerant of new fields, strict about what is stored. */
final class EngagementRecordReader {
  /** Far beyond any engagement; no larger one is worth parsing. */
  static final int MAX_BYTES = 65_536;

  /** A year that both PostgreSQL and every client can show. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private EngagementRecordReader() {}

  /**
   * The engagement.
   *
   * @throws UnreadableRecordException when it can never be stored
   */
  static EngagementRecorded read(byte[] body) {
    if (body == null || body.length > MAX_BYTES) {
      throw new UnreadableRecordException("It has no body, or one of over " + MAX_BYTES + " bytes");
    }
    EngagementRecorded engagement = parse(body);
    if (engagement == null || engagement.kind() == null || engagement.at() == null) {
      throw new UnreadableRecordException("It lacks kind or at");
    }
    Stream.of(engagement.id(), engagement.channelId(), engagement.followerId(), engagement.title())
        .forEach(EngagementRecordReader::requireText);
    if (engagement.at().isBefore(Instant.EPOCH) || engagement.at().isAfter(LATEST)) {
      throw new UnreadableRecordException("It is of another era");
    }
    return engagement;
  }

  private static EngagementRecorded parse(byte[] body) {
    try {
      return Json.tolerant().readValue(body, EngagementRecorded.class);
    } catch (IOException e) {
      // Without the parser's own words, which quote the body.
      throw new UnreadableRecordException("It is no engagement in JSON");
    }
  }

  private static void requireText(String text) {
    if (text == null || text.isBlank() || !MessageRules.storable(text)) {
      throw new UnreadableRecordException(
          "It lacks id, channelId, followerId or title, or one of them is not text");
    }
  }
}
