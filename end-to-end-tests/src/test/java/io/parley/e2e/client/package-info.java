/**
 * Clients of the public interfaces: REST, one plain socket, and a chat client that keeps promises.
 */
package io.parley.e2e.client;
