/** Who a token says somebody is, and whether such a token opens a socket. */
package io.parley.gateway.identity;
