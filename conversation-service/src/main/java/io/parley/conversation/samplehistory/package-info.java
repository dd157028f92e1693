/**
 * Histories that are made up, for demos and benchmarks: who wrote when and what, as commands in the
 * order of time, and how they come into the log piece by piece. Off unless a setting allows it.
 */
package io.parley.conversation.samplehistory;
