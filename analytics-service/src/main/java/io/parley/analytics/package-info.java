/**
 * Figures about chats, computed from the events on Kafka and from nothing else: this service asks
 * no other service and reads no other service's database.
 */
package io.parley.analytics;
