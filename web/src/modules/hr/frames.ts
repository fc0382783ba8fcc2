import { IconId } from "@tabler/icons-react";
import type { ObjectFrame } from "@/ui/object/description";

/** Positions, as far as the shell knows them. */
export const positionFrame: ObjectFrame = { entity: "hr.position", path: "/hr/positions", endpoint: "/hr/positions", icon: IconId, title: "title" };
