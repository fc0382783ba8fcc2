import { Anchor } from "@mantine/core";
import { api } from "@/api/client";
import { showFailed } from "../UndoToast";

/** A file of a record by its name; a press saves it. Its bytes come through the API, never by an address alone. */
export function FileLink({ id, name }: { id: string; name: string }) {
  return (
    <Anchor
      component="button"
      type="button"
      fz="inherit"
      dir="auto"
      ta="start"
      onClick={(event) => {
        event.stopPropagation();
        void api.download(`/notes/files/${id}/content`, undefined, name).catch(showFailed);
      }}
    >
      {name}
    </Anchor>
  );
}
