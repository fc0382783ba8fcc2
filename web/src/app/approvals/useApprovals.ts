import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import type { ApiProblem } from "@/api/problem";
import { keyOf } from "@/api/query";
import type { Schema } from "@/api/schema";
import type { ApprovalKind } from "@/ui/module";
import { useModules } from "@/ui/registry";

/** Something that waits for the person's decision. */
export type Approval = Schema<"Approval">;

/** All of one kind, with how the kind is called and where it is looked at. */
export interface ApprovalGroup {
  kind: string;
  described: ApprovalKind;
  items: Approval[];
}

const minute = 60_000;

/** What waits for the person, of every module that has something to decide; a module that fails is a gap and no more. */
export function useApprovals() {
  const modules = useModules();
  const sources = useMemo(() => modules.flatMap((module) => module.approvals ?? []), [modules]);
  const answers = useQueries({
    queries: sources.map(({ endpoint }) => ({
      queryKey: keyOf(endpoint, {}),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<{ items: Approval[] | null }>(endpoint, undefined, { signal }),
      staleTime: minute / 2,
      refetchInterval: minute,
    })),
  });
  const groups: ApprovalGroup[] = [];
  const failed: { error: ApiProblem; retry: () => void }[] = [];
  answers.forEach((answer, at) => {
    if (answer.error) failed.push({ error: answer.error as ApiProblem, retry: () => void answer.refetch() });
    for (const [kind, described] of Object.entries(sources[at]?.kinds ?? {})) {
      const items = (answer.data?.items ?? []).filter((item) => item.kind === kind);
      if (items.length > 0) groups.push({ kind, described, items });
    }
  });
  return {
    groups,
    failed,
    count: groups.reduce((sum, group) => sum + group.items.length, 0),
    pending: answers.some((answer) => answer.isPending),
  };
}
