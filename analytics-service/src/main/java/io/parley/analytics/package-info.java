/**
 * Figures of channels, computed from the conversation log alone: {@code ingest} reads it, {@code
 * figure} says what the figures mean, {@code projection} keeps them, {@code query} answers, and
 * {@code rebuild} makes all of it again and compares.
 */
package io.parley.analytics;
