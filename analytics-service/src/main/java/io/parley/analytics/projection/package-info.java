/**
 * The projection in PostgreSQL: events are applied once each, in seq order, a batch a transaction;
 * closed periods are rolled up; windows are added up from roll-ups and, at the edges, from facts.
 * One writer a generation, which the advisory lock on its connection makes sure of.
 */
package io.parley.analytics.projection;
