/**
 * Files that followers and agents attach to messages: upload, validation, storage, download. Who
 * talks to whom is conversation-service's: it claims files for messages, and is asked where a
 * conversation belongs.
 */
package io.parley.attachment;
