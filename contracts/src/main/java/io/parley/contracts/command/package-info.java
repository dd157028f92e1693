/**
 * What the messaging-gateway asks of conversation-service: whole batches in one call, each item
 * answered in its place. Only a token with the role {@code service} is let in; the gateway vouches
 * for the {@link io.parley.contracts.command.Actor} whose socket it authenticated.
 */
package io.parley.contracts.command;
