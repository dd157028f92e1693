/**
 * Starts, watches and stops everything that {@code ./parley up} runs. A child that dies is started
 * again; whatever way the supervisor ends, no child is left.
 */
package io.parley.localstack.supervisor;
