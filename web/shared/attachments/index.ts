import "./attach-button";
import "./attach-tray";
import "./message-attachments";

export { allowDrop, takeFiles } from "./drop";
export { Links } from "./links";
export { Uploads } from "./uploads";
