package io.parley.attachment.content;

/** What a person would call it; sizes are limited by kind. */
public enum FileKind {
  DOCUMENT,
  IMAGE,
  VIDEO
}
