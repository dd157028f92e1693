/** The frames of {@code parley.v1}: read strictly, checked for shape, written. Decides nothing. */
package io.parley.gateway.frame;
