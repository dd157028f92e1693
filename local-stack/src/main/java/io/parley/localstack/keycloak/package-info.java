/**
 * Keycloak in the place of this module's own issuer, from the distribution that Maven brings, with
 * the realms of the repository's {@code keycloak} folder.
 */
package io.parley.localstack.keycloak;
