/**
 * The whole suite on one machine without Docker: the program behind {@code ./parley}, and {@link
 * io.parley.localstack.Infrastructure} for the tests of the other modules. Nothing here ships with
 * a service.
 */
package io.parley.localstack;
