/**
 * How a file comes in: received into staging with its size watched, checked, cleaned, given a small
 * picture, put into the store, and only then known. Nobody can read anything of it before.
 */
package io.parley.attachment.upload;
