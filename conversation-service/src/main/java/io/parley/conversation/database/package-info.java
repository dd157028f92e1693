/**
 * How REST reaches PostgreSQL: bounded in time, so that a database that hangs is answered with 503
 * and never holds a request. The log has its own way, in batches.
 */
package io.parley.conversation.database;
