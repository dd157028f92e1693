/** A single-node Kafka broker (KRaft) in a JVM of its own, so that it can be killed alone. */
package io.parley.localstack.kafka;
