/** Spans where the framework makes none: of batches, whose messages are in traces of their own. */
package io.parley.conversation.trace;
