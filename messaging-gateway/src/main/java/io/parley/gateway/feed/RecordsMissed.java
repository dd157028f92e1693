package io.parley.gateway.feed;

/**
 * The broker has deleted records that this gateway had not read: what they announced is fetched by
 * the next record of its conversation, and until then by clients that resume.
 */
public record RecordsMissed() {}
