/** What is known about each file, in PostgreSQL, and the moves between its states. */
package io.parley.attachment.record;
