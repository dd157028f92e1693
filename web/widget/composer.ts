import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { icons } from "../shared/icons";
import type { WidgetStrings } from "../strings/widget.en";

export interface Composer {
  words: WidgetStrings;
  draft: string;
  input: (text: string) => void;
  send: () => void;
}

/** Where the follower writes. What goes with a text, such as attachments, has its place before the field. */
export function renderComposer({ words, draft, input, send }: Composer): TemplateResult {
  const submit = (event: Event): void => {
    event.preventDefault();
    send();
  };
  return html`<form class="composer" data-testid="composer" @submit=${submit}>
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
    <button class="send" type="submit" aria-label=${words.send} title=${words.send} ?disabled=${draft.trim() === ""}>
      ${icons.send}
    </button>
  </form>`;
}
