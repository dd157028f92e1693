/**
 * Who asks: a token becomes an {@link io.parley.conversation.identity.Agent}, whose calls are
 * counted. Tokens and the roles that each issuer may give are {@code rest-commons}'.
 */
package io.parley.conversation.identity;
