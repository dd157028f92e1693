/** Messages on their way to be stored: from the frame to the acknowledgement. */
package io.parley.gateway.send;
