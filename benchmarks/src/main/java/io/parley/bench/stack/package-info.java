/**
 * The stack that is measured: one started for the run by {@code ./parley up} with a data folder
 * that is thrown away, or one that runs already. Only the script and the public address are used,
 * and for costs and the database the pid files and ports that the local stack documents.
 */
package io.parley.bench.stack;
