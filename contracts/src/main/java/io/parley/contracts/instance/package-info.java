/** How a service chooses among the instances of another one. */
package io.parley.contracts.instance;
