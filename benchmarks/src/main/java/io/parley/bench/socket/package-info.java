/**
 * A WebSocket client for thousands of connections on one thread. Made by hand because the generator
 * shares two cores with what it measures: it scans frames for the few fields it needs instead of
 * parsing them, and costs a system call a frame and little else.
 */
package io.parley.bench.socket;
