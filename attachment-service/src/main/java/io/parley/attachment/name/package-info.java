/** What files are called: a name to show, never a path, and never part of where bytes are kept. */
package io.parley.attachment.name;
