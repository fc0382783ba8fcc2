import type { Task } from "@/api/notes";

/** When something is due, seen from a day. */
export type When = "overdue" | "today" | "next";

/** Tasks by when they are due, in this order, without empty groups. They come sorted by their day. */
export function byDay(tasks: Task[], day: string): { when: When; tasks: Task[] }[] {
  const of = (when: When) => tasks.filter((task) => whenOf(task.due_on ?? "", day) === when);
  return (["overdue", "today", "next"] as const).map((when) => ({ when, tasks: of(when) })).filter((group) => group.tasks.length > 0);
}

function whenOf(due: string, day: string): When {
  if (due < day) return "overdue";
  return due === day ? "today" : "next";
}
