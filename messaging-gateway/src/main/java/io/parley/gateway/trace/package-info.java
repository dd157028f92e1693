/** Spans along the way of a message: from a frame, and to the frames of the other side. */
package io.parley.gateway.trace;
