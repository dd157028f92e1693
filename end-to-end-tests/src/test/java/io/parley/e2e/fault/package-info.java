/** What must hold when parts of the suite are killed under load. */
package io.parley.e2e.fault;
