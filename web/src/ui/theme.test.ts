import { describe, expect, it } from "vitest";
import { tokens, tones } from "./tokens";

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(["light", "dark"] as const)("the colours of the %s theme", (scheme) => {
  const t = tokens[scheme];
  const surfaces = { surface: t.surface, raised: t.raised, sunken: t.sunken, hover: t.hover };

  it.each(Object.entries(surfaces))("are readable as text on %s", (_name, surface) => {
    for (const text of [t.text, t.dimmed, t.link, t.error]) expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it("show placeholders, edges and the focus ring", () => {
    expect(contrast(t.placeholder, t.raised)).toBeGreaterThanOrEqual(4.5);
    for (const surface of [t.surface, t.raised]) {
      expect(contrast(t.edge, surface)).toBeGreaterThanOrEqual(3);
      expect(contrast(t.ring, surface)).toBeGreaterThanOrEqual(3);
    }
  });

  it("keep white readable on the accent, and text on a selected row", () => {
    expect(contrast(t.onAccent, t.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(t.onAccent, t.accentHover)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(t.text, t.selected)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(tones[scheme]))("say %s readably", (_tone, pair) => {
    expect(contrast(pair.text, pair.background)).toBeGreaterThanOrEqual(4.5);
  });
});
