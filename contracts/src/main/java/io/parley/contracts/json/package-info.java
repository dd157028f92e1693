/** The two ways in which JSON is read here, and the one in which it is written. */
package io.parley.contracts.json;
