/**
 * What a file really is, decided from its bytes alone: one class a format, pure functions over a
 * {@link io.parley.attachment.content.ByteView}. Headers, directories and lengths are read and
 * nothing is decoded; memory is constant however large or hostile the file. No file names, no
 * storage, no framework may enter.
 */
package io.parley.attachment.content;
