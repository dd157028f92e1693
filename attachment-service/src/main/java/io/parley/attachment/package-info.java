/**
 * Files that followers and agents attach to messages. Today this service only watches over the
 * place where they will be kept; it accepts and serves no files yet.
 */
package io.parley.attachment;
