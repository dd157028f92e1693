/**
 * A real PostgreSQL server from the binaries that Maven brings, with a data folder that is kept.
 */
package io.parley.localstack.postgres;
