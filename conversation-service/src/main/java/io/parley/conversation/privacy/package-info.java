/**
 * What people may ask of what is kept about them: to have it erased, everywhere. Jobs live in the
 * database, are taken up by whichever instance is free, and go on after a restart where they were.
 */
package io.parley.conversation.privacy;
