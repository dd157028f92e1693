/** The place where files are kept. */
package io.parley.attachment.storage;
