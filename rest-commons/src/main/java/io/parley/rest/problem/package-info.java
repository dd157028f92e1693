/**
 * How a refusal reaches a REST client: every one is {@code application/problem+json} with a code of
 * the contracts' one table, whether a resource of the service, the framework or the database said
 * no. Nothing of the inside - class names, statements, stack traces - leaves through here.
 */
package io.parley.rest.problem;
