/** Starts {@code ./parley up} as a process, breaks parts of it, and stops it. */
package io.parley.e2e.stack;
