/** The socket protocol {@code parley.v1}: frames of both directions, and close codes. */
package io.parley.contracts.socket;
