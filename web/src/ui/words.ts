/** "close_on" as "Close on". */
export function wordsOf(name: string): string {
  const words = name.replace(/_(id|at)$/, "").replaceAll(/[_.]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
