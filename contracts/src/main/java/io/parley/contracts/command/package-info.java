/**
 * What services ask of one another: whole batches in one call, each item answered in its place. The
 * messaging-gateway asks conversation-service, vouching for the {@link
 * io.parley.contracts.command.Actor} whose socket it authenticated; conversation-service and
 * attachment-service ask each other about attachments. Only a token with the role {@code service}
 * is let in.
 */
package io.parley.contracts.command;
