/** Keeps a pinned column where it is while the others scroll under it. */
export function pinStyle(at: number | undefined) {
  return at === undefined ? undefined : ({ position: "sticky", insetInlineStart: `calc(var(--grid-first) + ${at}px)`, zIndex: 1 } as const);
}
