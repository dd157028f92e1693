/** How a trace goes from one service to the next. */
package io.parley.contracts.trace;
