/** What may be sent, by extension, as the server's closed list says. */
export type FileKind = "image" | "video" | "document";

export const EXTENSIONS: Readonly<Record<FileKind, readonly string[]>> = {
  image: ["png", "jpg", "jpeg", "gif"],
  video: ["mov", "m4v", "mp4"],
  document: ["odt", "ppt", "txt", "doc", "pdf"],
};

export const KINDS: readonly FileKind[] = ["image", "video", "document"];

/** The kind by the last extension; null for what cannot be sent. */
export function kindOf(fileName: string): FileKind | null {
  const dot = fileName.lastIndexOf(".");
  const extension = dot < 1 ? "" : fileName.slice(dot + 1).toLowerCase();
  return KINDS.find((kind) => EXTENSIONS[kind].includes(extension)) ?? null;
}

/** The value of a file input's `accept`. */
export function acceptOf(kind: FileKind): string {
  return EXTENSIONS[kind].map((extension) => `.${extension}`).join(",");
}

/** How a stored file is shown, by its media type. */
export function kindOfMedia(mediaType: string): FileKind {
  if (mediaType.startsWith("image/")) return "image";
  return mediaType.startsWith("video/") ? "video" : "document";
}

/** Bytes for people, in units of 1,024 as limits are stated: 10 MB is 10,485,760. */
export function sizeText(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  const [value, unit] = bytes < 1_048_576 ? [bytes / 1_024, "KB"] : [bytes / 1_048_576, "MB"];
  return `${value < 10 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
