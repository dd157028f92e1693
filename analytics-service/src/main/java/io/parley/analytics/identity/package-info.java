/**
 * Who asks: bearer tokens of the agents' and the services' issuer, with the roles that this issuer
 * may give. Denied unless a route says otherwise.
 */
package io.parley.analytics.identity;
