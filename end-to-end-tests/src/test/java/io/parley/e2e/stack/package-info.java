/**
 * Starts {@code ./parley up} as a process, breaks parts of it, and stops it; what all tests share.
 */
package io.parley.e2e.stack;
