/** Who may read what: stated once, asked by every way to a file. */
package io.parley.attachment.access;
