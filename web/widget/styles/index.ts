import { foot } from "./foot";
import { launcher } from "./launcher";
import { messages } from "./messages";
import { panel } from "./panel";
import { theme } from "./theme";

export const styles = [theme, launcher, panel, messages, foot];
