/**
 * Where events enter. Today they are read, checked and counted by type; no figure is computed from
 * them yet.
 */
package io.parley.analytics.event;
