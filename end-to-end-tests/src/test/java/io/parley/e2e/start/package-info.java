/** What a service says when it cannot start, and what it does when it only migrates. */
package io.parley.e2e.start;
