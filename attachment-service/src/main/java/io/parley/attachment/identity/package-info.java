/** Whom a request comes from: followers, agents and other services, each from its own issuer. */
package io.parley.attachment.identity;
