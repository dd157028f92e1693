/** What a suite says of itself: traces, and the metrics that dashboards and alerts ask for. */
package io.parley.e2e.observed;
