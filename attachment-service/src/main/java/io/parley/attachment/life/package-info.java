/** The end of files: those that were never sent, and those whose message was deleted. */
package io.parley.attachment.life;
