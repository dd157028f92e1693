/**
 * messaging-gateway: holds the sockets of followers and agents and decides nothing about
 * conversations.
 *
 * <p>A message's way through: {@code socket.SocketProtocol} reads the frame, {@code send.Sends}
 * batches it to conversation-service and acknowledges it; the stored event comes back by {@code
 * kafka.LogConsumer} and {@code kafka.RecordRouter} to {@code feed.Delivery}, which hands it to the
 * {@code socket.Session} of everybody who follows the conversation.
 */
package io.parley.gateway;
