/**
 * What participants of a conversation tell each other besides messages: typing and read marks, from
 * the frame to the other side's sockets, on whichever gateway those are.
 */
package io.parley.gateway.signal;
