/**
 * Judges a whole run by what is stored, what was published and what every client has seen. Reads
 * the database and the topics directly: the only place of these tests that looks behind the public
 * interfaces.
 */
package io.parley.e2e.invariant;
