/**
 * The colours of the product, for light and dark. The contrast of every pair is computed from
 * this file by theme.test.ts, so a change that makes text unreadable does not pass.
 */
export const tokens = {
  light: {
    surface: "#ffffff",
    raised: "#ffffff",
    sunken: "#f8f9fa",
    hover: "#f4f5f7",
    text: "#212529",
    dimmed: "#495057",
    placeholder: "#6b7280",
    edge: "#868e96",
    hairline: "#dee2e6",
    accent: "#4263eb",
    accentHover: "#3b5bdb",
    onAccent: "#ffffff",
    link: "#3b5bdb",
    ring: "#4263eb",
    selected: "#edf2ff",
    error: "#b02525",
  },
  dark: {
    surface: "#242424",
    raised: "#2e2e2e",
    sunken: "#1f1f1f",
    hover: "#2b2b2b",
    text: "#c9c9c9",
    dimmed: "#b8b8b8",
    placeholder: "#9a9a9a",
    edge: "#7f7f7f",
    hairline: "#424242",
    accent: "#3b5bdb",
    accentHover: "#4263eb",
    onAccent: "#ffffff",
    link: "#91a7ff",
    ring: "#91a7ff",
    selected: "#26304f",
    error: "#ffa8a8",
  },
} as const;

/** What a colour says about a state; never said by colour alone. */
export type Tone = "neutral" | "info" | "progress" | "decision" | "success" | "warning" | "danger";

interface TonePair {
  background: string;
  text: string;
}

/** Background and text of every tone. */
export const tones: Record<"light" | "dark", Record<Tone, TonePair>> = {
  light: {
    neutral: { background: "#f1f3f5", text: "#343a40" },
    info: { background: "#edf2ff", text: "#364fc7" },
    progress: { background: "#e3fafc", text: "#0b5f6d" },
    decision: { background: "#f3f0ff", text: "#5f3dc4" },
    success: { background: "#e6fcf5", text: "#066649" },
    warning: { background: "#fff3bf", text: "#7a4700" },
    danger: { background: "#fff5f5", text: "#b02525" },
  },
  dark: {
    neutral: { background: "#3b3b3b", text: "#d5d7da" },
    info: { background: "#26304f", text: "#bac8ff" },
    progress: { background: "#12363d", text: "#99e9f2" },
    decision: { background: "#332a52", text: "#d0bfff" },
    success: { background: "#12382c", text: "#96f2d7" },
    warning: { background: "#40320c", text: "#ffe066" },
    danger: { background: "#4a1f1f", text: "#ffc9c9" },
  },
};

/** Eight chart colours that stay apart for colour-blind eyes, the same order everywhere. */
export const chartColours = ["#4263eb", "#e67700", "#0b8a8f", "#a61e4d", "#5c940d", "#7048e8", "#868e96", "#b08900"] as const;
