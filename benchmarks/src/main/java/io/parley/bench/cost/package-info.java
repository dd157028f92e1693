/**
 * What the load costs: CPU and memory by process, read from {@code /proc}. Linux only; elsewhere
 * the figures are absent and the rest works.
 */
package io.parley.bench.cost;
