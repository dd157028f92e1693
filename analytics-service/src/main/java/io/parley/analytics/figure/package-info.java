/**
 * What the figures mean, in plain Java: how a conversation's events become turns, finished cycles
 * and counts, how these add up, and how a window of time is cut into whole periods. No framework,
 * no database; all times are microseconds since 1970 UTC, the log's own precision.
 */
package io.parley.analytics.figure;
