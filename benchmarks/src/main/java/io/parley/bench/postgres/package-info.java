/**
 * The stack's PostgreSQL by itself: what it can commit, which bounds every durable chat on the
 * machine, and bulk loading for the scenarios that need a large database.
 */
package io.parley.bench.postgres;
