/** Calls to conversation-service's log: its export, its heads, and single conversations. */
package io.parley.analytics.log;
