/**
 * Bearer tokens of the suite's issuers, and the roles that each issuer may give. Denied unless a
 * route says otherwise.
 */
package io.parley.rest.identity;
