/**
 * The door for the messaging-gateway: batches of commands, arrivals, replays and marks, as {@code
 * io.parley.contracts.command} defines them. Never routed from outside; needs the role {@code
 * service}.
 */
package io.parley.conversation.internal;
