/**
 * How events come in: read from Kafka in step over all topics, in batches, and from the log where
 * Kafka has a hole. One {@link io.parley.analytics.ingest.Writer} a generation.
 */
package io.parley.analytics.ingest;
