/**
 * Followers of websites that have no issuer of their own: whom a channel's partner vouches for with
 * a signed identity token, and visitors whom nobody vouches for. Both get tokens that this service
 * signs; gateways and attachment-service accept them beside those of the followers' issuer.
 */
package io.parley.conversation.verification;
