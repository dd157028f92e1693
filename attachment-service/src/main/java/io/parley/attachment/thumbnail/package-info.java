/** Small pictures of images, made in bounded time and memory, or not at all. */
package io.parley.attachment.thumbnail;
