/**
 * How a REST request is read: strictly. Bodies, page sizes, cursors and search words are checked
 * here, so that the rooms behind only meet what they can store and PostgreSQL accepts.
 */
package io.parley.conversation.request;
