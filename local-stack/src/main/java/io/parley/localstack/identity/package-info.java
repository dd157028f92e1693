/**
 * Who may log in to the local stack, and the OIDC issuer that signs their tokens. For development
 * only: a login asks for a name and for nothing else.
 */
package io.parley.localstack.identity;
