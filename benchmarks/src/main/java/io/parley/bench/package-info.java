/**
 * {@code ./parley bench}: load on the public socket of a whole stack, and what it costs. Everything
 * goes through the edge as a client's traffic does; no class of a service or of the contracts is
 * used, so that a figure can never come from a short cut.
 */
package io.parley.bench;
