/**
 * The one public port of the local stack, in place of an API gateway: routes requests and sockets
 * to the services and serves the web's files. It decides nothing about identity or content.
 */
package io.parley.localstack.edge;
