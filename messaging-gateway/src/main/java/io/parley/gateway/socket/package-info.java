/**
 * Connections: the two endpoints, what each frame leads to, and the session with its bounds. Here
 * and only here WebSockets Next, Vert.x and Netty are touched.
 */
package io.parley.gateway.socket;
