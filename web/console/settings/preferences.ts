import { bestLanguage, isLanguage, useLanguage, type Language } from "../../strings/console";

export type Theme = "system" | "light" | "dark";

const THEMES: readonly string[] = ["system", "light", "dark"] satisfies Theme[];
const KEY = "parley:preferences";

/** How one person likes the console on this device; nothing is stored before something is chosen. */
export class Preferences {
  theme: Theme = "system";
  language: Language;
  sound = true;
  desktop = false;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
    const kept = read();
    this.language = isLanguage(kept.language ?? null) ? (kept.language as Language) : bestLanguage(navigator.languages);
    if (kept.theme !== undefined && THEMES.includes(kept.theme)) this.theme = kept.theme as Theme;
    this.sound = kept.sound ?? true;
    this.desktop = kept.desktop ?? false;
  }

  /** Puts the choices into force. */
  async apply(): Promise<void> {
    document.documentElement.dataset.theme = this.theme;
    await useLanguage(this.language);
    this.#changed();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.#keep();
  }

  setLanguage(language: Language): void {
    this.language = language;
    this.#keep();
  }

  setSound(sound: boolean): void {
    this.sound = sound;
    this.#keep();
  }

  /** Asks the browser for its permission; without it the wish stays unset. */
  async setDesktop(desktop: boolean): Promise<void> {
    this.desktop = desktop && (await Notification.requestPermission()) === "granted";
    this.#keep();
  }

  #keep(): void {
    const { theme, language, sound, desktop } = this;
    try {
      localStorage.setItem(KEY, JSON.stringify({ theme, language, sound, desktop }));
    } catch {
      // A page that may not store forgets the choice with the tab.
    }
    void this.apply();
  }
}

interface Kept {
  theme?: string;
  language?: string;
  sound?: boolean;
  desktop?: boolean;
}

function read(): Kept {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Kept;
  } catch {
    return {};
  }
}
