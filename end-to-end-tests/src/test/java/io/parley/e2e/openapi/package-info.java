/**
 * Requests made up from the OpenAPI documents that the services serve, good and bad ones, and
 * answers held against the same documents.
 */
package io.parley.e2e.openapi;
