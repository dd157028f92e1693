import "./attach-button";
import "./attach-tray";
import "./message-attachments";

export type { AttachButton } from "./attach-button";
export { allowDrop, takeFiles } from "./drop";
export { Links } from "./links";
export { Uploads } from "./uploads";
