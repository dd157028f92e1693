import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { allowDrop, takeFiles, type Uploads } from "../shared/attachments/index";
import { icons } from "../shared/icons";
import type { WidgetStrings } from "../strings/widget.en";

export interface Composer {
  words: WidgetStrings;
  draft: string;
  uploads: Uploads;
  input: (text: string) => void;
  send: () => void;
}

/** Where the follower writes, with the files that go with the text above it. */
export function renderComposer({ words, draft, uploads, input, send }: Composer): TemplateResult {
  const submit = (event: Event): void => {
    event.preventDefault();
    send();
  };
  const take = (files: File[]): void => uploads.add(files);
  const nothingToSend = draft.trim() === "" && uploads.isEmpty;
  return html`<parley-attach-tray .words=${words.files} .uploads=${uploads} .version=${uploads.version}></parley-attach-tray>
  <form
    class="composer"
    data-testid="composer"
    @submit=${submit}
    @dragover=${allowDrop}
    @drop=${(event: DragEvent) => takeFiles(event, take)}
    @paste=${(event: ClipboardEvent) => takeFiles(event, take)}
  >
    <parley-attach-button
      .words=${words.files}
      @files=${({ detail }: CustomEvent<{ files: File[] }>) => take(detail.files)}
    ></parley-attach-button>
    <textarea
      rows="1"
      aria-label=${words.message}
      placeholder=${words.placeholder}
      dir="auto"
      enterkeyhint="send"
      .value=${live(draft)}
      @input=${(event: InputEvent) => input((event.target as HTMLTextAreaElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
      }}
    ></textarea>
    <button class="send" type="submit" aria-label=${words.send} title=${words.send} ?disabled=${nothingToSend}>
      ${icons.send}
    </button>
  </form>`;
}
