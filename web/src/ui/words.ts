/** "close_on" as "Close on"; "custom.vat_class" as "Vat class". */
export function wordsOf(name: string): string {
  const words = name.replace(/^custom\./, "").replace(/_(id|at)$/, "").replaceAll(/[_.]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
