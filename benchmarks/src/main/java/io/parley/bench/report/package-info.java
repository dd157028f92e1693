/** Figures beside their floors and goals, as a table for people and as JSON for programs. */
package io.parley.bench.report;
