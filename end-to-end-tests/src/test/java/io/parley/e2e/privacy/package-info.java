/** What is left of people who were erased: nothing, wherever one looks. */
package io.parley.e2e.privacy;
