/** What people notice of an upgrade: nothing. */
package io.parley.e2e.rolling;
