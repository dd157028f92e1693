/** What the suite expects of an issuer, whichever it is, and tokens that nobody gave. */
package io.parley.e2e.identity;
