/**
 * conversation-service: owns channels' chat mode, followers, conversations and their log.
 *
 * <p>The way of a message: {@code internal} (from the gateway) or {@code message} (REST) → {@code
 * log.CommandQueue} (what waits during one transaction is the next batch) → {@code
 * log.BatchTransaction} (lock, decide by the rules of {@code lifecycle}, append) → {@code outbox}
 * (Kafka).
 */
package io.parley.conversation;
