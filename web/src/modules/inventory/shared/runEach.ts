import { type ApiProblem, toProblem } from "@/api/problem";
import { showDone, showNote } from "@/ui/UndoToast";

interface Words<T> {
  name: (item: T) => string;
  done: (count: number) => string;
  refused: (count: number, of: number, names: string) => string;
}

/** Runs an act for each item, one after the other; what is refused stays and is named with its reason. */
export async function runEach<T>(items: T[], act: (item: T) => Promise<unknown>, words: Words<T>): Promise<void> {
  const refused: string[] = [];
  for (const item of items) {
    try {
      await act(item);
    } catch (cause) {
      const problem: ApiProblem = toProblem(cause);
      refused.push(`${words.name(item)}: ${problem.detail || problem.title}`);
    }
  }
  if (refused.length === 0) showDone(words.done(items.length));
  else showNote(words.refused(items.length - refused.length, items.length, refused.slice(0, 3).join(" · ")));
}
