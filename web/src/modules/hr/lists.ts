import type { ListShape } from "@/ui/lists";
import { usePeopleColumns, usePeopleViews } from "./people/usePeopleColumns";
import type { Employee } from "./wire";

/** People, as other screens show them. */
export function usePeople(): ListShape<Employee> {
  return { columns: usePeopleColumns(), sort: "name", views: usePeopleViews(), href: (e) => `/hr/people/${e.id}` };
}
