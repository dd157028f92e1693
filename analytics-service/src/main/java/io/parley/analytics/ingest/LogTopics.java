package io.parley.analytics.ingest;

import io.parley.contracts.topic.Topic;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The topics that carry conversations' logs: all of them are read, as seq counts over them all. */
final class LogTopics {
  static final Set<String> NAMES =
      Arrays.stream(Topic.values())
          .filter(LogTopics::carriesTheLog)
          .map(Topic::topicName)
          .collect(Collectors.toUnmodifiableSet());

  private LogTopics() {}

  private static boolean carriesTheLog(Topic topic) {
    return switch (topic) {
      case CONVERSATION_OPENED,
          MESSAGE_SENT,
          CONVERSATION_TAKEN,
          CONVERSATION_FINISHED,
          MESSAGE_DELETED,
          NOTE_ADDED,
          CONVERSATION_TRANSFERRED,
          CONVERSATION_ERASED ->
          true;
      case CHANNEL_CHAT_CHANGED, ATTACHMENT_STORED, ENGAGEMENT_RECORDED, CONVERSATION_SIGNALS ->
          false;
    };
  }
}
