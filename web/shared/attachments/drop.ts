/** The files of a drop or a paste; none when there are none. */
export function filesOf(transfer: DataTransfer | null): File[] {
  return [...(transfer?.files ?? [])];
}

/** For `@dragover`: says that files may be dropped here. */
export function allowDrop(event: DragEvent): void {
  if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
}

/** For `@drop` and `@paste`: hands files over, and leaves everything else to the browser. */
export function takeFiles(event: DragEvent | ClipboardEvent, take: (files: File[]) => void): void {
  const files = filesOf("dataTransfer" in event ? event.dataTransfer : event.clipboardData);
  if (files.length === 0) return;
  event.preventDefault();
  take(files);
}
