/** How the body of a REST request is read: strictly. */
package io.parley.attachment.request;
