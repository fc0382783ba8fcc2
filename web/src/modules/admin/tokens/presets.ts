/** Usual sets of rights; each is cut down to what the person holds. */
export const presets: { id: string; takes: (right: string) => boolean }[] = [
  { id: "read", takes: (right) => /\.read$/.test(right) },
  { id: "orders", takes: (right) => /^crm\.(account|order)\.(read|create|update|confirm|cancel|export)$/.test(right) || /^inventory\.(product|delivery|stock)\.read$/.test(right) },
  { id: "stock", takes: (right) => /^inventory\.(product|stock|delivery|receipt|supplier|warehouse|location|category|unit)\.read$/.test(right) || /^inventory\.(delivery|receipt)\./.test(right) },
];

/** The rights of a preset, each as far as the person's own reaches. */
export function presetOf(takes: (right: string) => boolean, held: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(held).filter(([right]) => takes(right)));
}
