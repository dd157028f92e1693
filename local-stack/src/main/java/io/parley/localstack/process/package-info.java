/**
 * Child processes that are known by a pid file, so that anyone who can read the run folder can find
 * them again, kill them alone, and clean up what an earlier run left behind.
 */
package io.parley.localstack.process;
