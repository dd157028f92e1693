/**
 * Who asks: bearer tokens of three issuers become an {@link io.parley.conversation.identity.Agent}
 * with the roles that this issuer may give. Denied unless a route says otherwise.
 */
package io.parley.conversation.identity;
