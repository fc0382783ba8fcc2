import { useEffect } from "react";
import { useQuery } from "@tanstack/react-query";
import type { RecordFile } from "@/api/notes";
import { send } from "@/api/http";
import { keyOf } from "@/api/query";

/** The content of a file as an address that this page can show. It is let go of with the page. */
export function useContent(file: RecordFile, enabled: boolean): { url: string | undefined; failed: boolean } {
  const path = `/notes/files/${file.id}/content`;
  const query = useQuery({
    queryKey: [...keyOf(path), file.sha256],
    queryFn: async ({ signal }) => URL.createObjectURL(await (await send("GET", path, { accept: "*/*", signal })).blob()),
    enabled,
    staleTime: Infinity,
    gcTime: 0,
  });
  const url = query.data;
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url);
    },
    [url],
  );
  return { url, failed: query.isError };
}
