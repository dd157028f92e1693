/**
 * The suite from outside: what a follower, an agent or an operator sees, over public HTTP,
 * WebSockets and the browser. No class of a service, nor of contracts, may be imported here: these
 * tests stand for clients that only know the documents.
 */
package io.parley.e2e;
