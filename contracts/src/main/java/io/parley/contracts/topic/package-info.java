/** Kafka topics and the CloudEvents headers of their records. */
package io.parley.contracts.topic;
