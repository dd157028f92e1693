/** Calls to conversation-service. Nothing else in this service speaks HTTP to another. */
package io.parley.gateway.conversation;
