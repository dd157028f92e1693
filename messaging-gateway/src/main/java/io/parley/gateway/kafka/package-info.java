/**
 * The broker: every instance reads every event and signal, without a consumer group, and writes
 * signals and dead letters. Here and only here Kafka's client is touched.
 */
package io.parley.gateway.kafka;
