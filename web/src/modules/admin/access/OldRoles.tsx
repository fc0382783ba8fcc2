import { useEffect } from "react";
import { useGo, useParams } from "@/ui/address";

/** Roles had an address of their own once; whoever kept it comes to the matrix. */
export function OldRoles() {
  const go = useGo();
  const [params] = useParams();
  const role = params["role"];
  useEffect(() => go(role ? `/admin/access?role=${role}` : "/admin/access", { replace: true }), [go, role]);
  return null;
}
