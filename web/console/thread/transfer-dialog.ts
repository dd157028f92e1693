import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import { dateAndTime } from "../../shared/time";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { StoreView } from "../parts/store-view";
import "../parts/person-avatar";

/**
 * To whom the conversation is given: the channel's other agents, those who are there first.
 *
 * @fires done - chosen or not, the dialog is closed
 */
@customElement("transfer-dialog")
export class TransferDialog extends StoreView {
  static override styles = [
    base,
    css`
      dialog {
        inline-size: min(400px, calc(100vw - 32px));
        max-block-size: min(560px, calc(100dvh - 32px));
        padding: 20px 12px 14px;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--raised);
        color: var(--text);
        box-shadow: var(--shadow);
      }
      dialog::backdrop {
        background: rgb(10 14 20 / 45%);
      }
      h2,
      .hint {
        padding: 0 12px;
      }
      h2 {
        margin: 0 0 4px;
        font-size: 18px;
      }
      ul {
        margin: 12px 0;
      }
      li button {
        display: flex;
        align-items: center;
        gap: 12px;
        inline-size: 100%;
        padding: 8px 12px;
        border: 0;
        border-radius: 10px;
        background: none;
        text-align: start;
      }
      li button:hover {
        background: var(--hover);
      }
      li button:focus-visible {
        outline-offset: -2px;
      }
      person-avatar {
        --avatar-ring: var(--raised);
      }
      small {
        display: block;
        color: var(--quiet);
      }
      .buttons {
        display: flex;
        justify-content: flex-end;
        padding: 0 12px;
      }
    `,
  ];

  @query("dialog") private readonly dialog!: HTMLDialogElement;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete
      .then(() => this.store.library.loadAgents())
      .then(() => {
        this.requestUpdate();
        return this.updateComplete;
      })
      .then(() => this.renderRoot.querySelector<HTMLElement>("li button")?.focus());
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    const { library, thread, session } = this.store;
    const owner = thread.row?.owner?.id;
    const others = library.agents
      .filter(({ id }) => id !== owner && id !== session.id)
      .sort((a, b) => Number(b.online) - Number(a.online));
    return html`<dialog
      aria-labelledby="title"
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#close();
      }}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="title">${words.transferTitle}</h2>
      <p class="hint quiet">${words.transferText}</p>
      ${others.length === 0
        ? html`<p class="hint" role="status">${library.loading ? words.loading : library.problem || words.noOtherAgents}</p>`
        : html`<ul>
            ${others.map(
              ({ id, name, online, lastSeenAt }) =>
                html`<li>
                  <button
                    type="button"
                    @click=${() => {
                      this.#close();
                      void this.store.thread.transfer({ id, name });
                    }}
                  >
                    <person-avatar person=${id} name=${name} ?online=${online}></person-avatar>
                    <span
                      ><span class="hidden-text">${words.transfer}: </span><span dir="auto">${name}</span
                      ><small
                        >${online
                          ? words.followerOnline
                          : lastSeenAt === undefined
                            ? words.followerOffline
                            : words.lastSeen(dateAndTime(new Date(lastSeenAt)))}</small
                      ></span
                    >
                  </button>
                </li>`,
            )}
          </ul>`}
      <div class="buttons"><button class="button" type="button" @click=${() => this.#close()}>${words.cancel}</button></div>
    </dialog>`;
  }

  #close(): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent("done"));
  }
}
