/**
 * Short-lived signed links, for what cannot send a token: pictures, players, the browser's
 * downloads.
 */
package io.parley.attachment.link;
