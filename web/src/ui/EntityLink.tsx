import { Text } from "@mantine/core";
import { AppLink } from "./AppLink";
import classes from "./EntityLink.module.css";
import { useEntity } from "./registry";
import { useCan } from "./session";
import { Unknown } from "./Unknown";

interface EntityLinkProps {
  /** "hr.employee": the module that owns it says where its page is. */
  entity: string;
  id: string | null | undefined;
  /** What to show; the id's beginning if the name is not known. */
  label?: string | null;
  icon?: boolean;
}

/** A link to a record of any module, by name. Without a page that one may open it is plain text. */
export function EntityLink({ entity, id, label, icon }: EntityLinkProps) {
  const description = useEntity(entity);
  const can = useCan();
  if (!id && !label) return <Unknown />;
  const text = label || (id ?? "").slice(0, 8);
  if (!id || !description || !can(description.permission)) {
    return (
      <Text span fz="inherit" dir="auto">
        {text}
      </Text>
    );
  }
  const Mark = description.icon;
  return (
    <AppLink to={description.path(id)} fz="inherit" className={classes.link} onClick={(event) => event.stopPropagation()}>
      {icon ? <Mark size={16} stroke={1.75} aria-hidden /> : null}
      <span dir="auto">{text}</span>
    </AppLink>
  );
}
