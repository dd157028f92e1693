package io.parley.conversation.openapi;

import io.parley.contracts.event.ConversationErased;
import io.parley.contracts.event.ConversationFinished;
import io.parley.contracts.event.ConversationOpened;
import io.parley.contracts.event.ConversationTaken;
import io.parley.contracts.event.ConversationTransferred;
import io.parley.contracts.event.MessageDeleted;
import io.parley.contracts.event.MessageSent;
import io.parley.contracts.event.NoteAdded;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Stands for {@link io.parley.contracts.event.ConversationEvent} in the OpenAPI document only. */
@Schema(
    name = "ConversationEvent",
    description = "One entry of a conversation's log; the field event says which kind",
    anyOf = {
      ConversationOpened.class,
      MessageSent.class,
      ConversationTaken.class,
      ConversationFinished.class,
      MessageDeleted.class,
      NoteAdded.class,
      ConversationTransferred.class,
      ConversationErased.class
    })
public interface EventSchema {}
