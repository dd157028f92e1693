/** A socket's first seconds and its last: interest, welcome, resume, and leaving. */
package io.parley.gateway.arrival;
