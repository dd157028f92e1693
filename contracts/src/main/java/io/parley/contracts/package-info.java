/**
 * What services share, and all that they may share: event records and topics, socket frames, the
 * commands between gateway and conversation-service, problem codes and limits, how settings are
 * written, and how instances are taken in turn.
 *
 * <p>Producers emit strictly and consumers read tolerantly: see {@link io.parley.contracts.json}.
 */
package io.parley.contracts;
