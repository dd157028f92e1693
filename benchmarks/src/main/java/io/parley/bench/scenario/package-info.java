/** What is measured, one class for each scenario; they add their figures to the report. */
package io.parley.bench.scenario;
