package io.parley.conversation.message;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.parley.conversation.log.LogPage;
import io.parley.conversation.openapi.EventSchema;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of a conversation's log.
 *
 * @param events a JSON array of the events, in seq order without a hole, each as it was stored
 * @param lastSeq the conversation's newest seq
 */
@Schema(name = "EventsPage")
public record EventsPage(
    @JsonRawValue
        @Schema(required = true, type = SchemaType.ARRAY, implementation = EventSchema.class)
        String events,
    @Schema(required = true) long lastSeq) {

  static EventsPage of(LogPage page) {
    return new EventsPage("[" + String.join(",", page.bodies()) + "]", page.lastSeq());
  }
}
