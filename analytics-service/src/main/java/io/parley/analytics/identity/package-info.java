/**
 * Which channels the caller's token has a part in. Tokens and the roles that each issuer may give
 * are {@code rest-commons}'.
 */
package io.parley.analytics.identity;
