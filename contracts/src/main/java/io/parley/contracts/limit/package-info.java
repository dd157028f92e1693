/** The one table of limits that clients can meet. */
package io.parley.contracts.limit;
