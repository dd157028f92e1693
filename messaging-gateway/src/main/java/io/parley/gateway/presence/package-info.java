/**
 * Who is online and in which mode channels are: small state, shared between gateways by signals,
 * kept on the delivery thread and told to the sockets that it concerns.
 */
package io.parley.gateway.presence;
