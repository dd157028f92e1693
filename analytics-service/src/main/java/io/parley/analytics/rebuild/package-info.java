/**
 * Building the figures anew from the log while the old ones answer, and checking them: against the
 * log, and one build against the other.
 */
package io.parley.analytics.rebuild;
