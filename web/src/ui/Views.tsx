import { SegmentedControl } from "@mantine/core";
import { useParams } from "@/ui/address";

interface ViewsProps {
  label: string;
  views: { value: string; label: string }[];
}

/** The ready-made views of a list, the first being the standard one. The choice is in the address. */
export function Views({ label, views }: ViewsProps) {
  const [params, set] = useParams();
  const first = views[0]?.value ?? "";
  const current = views.some((v) => v.value === params["view"]) ? params["view"] : first;
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      data={views}
      value={current}
      onChange={(value) => set({ view: value === first ? undefined : value })}
    />
  );
}
