/** Telling others on Kafka that a file was stored. */
package io.parley.attachment.event;
