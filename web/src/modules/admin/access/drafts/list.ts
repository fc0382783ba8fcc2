import { locale } from "@/ui/number";

/** Several things in one sentence: "Ann, Ben and 3 others". */
export function listOf(words: string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(words);
}
