/** The one table of problem codes, the same in REST bodies and socket errors. */
package io.parley.contracts.problem;
