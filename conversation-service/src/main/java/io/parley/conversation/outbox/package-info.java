/**
 * The transactional outbox: what a transaction changed is stored with it, and the relay brings it
 * to Kafka, at least once and in order.
 */
package io.parley.conversation.outbox;
