import { IconUpload } from "@tabler/icons-react";
import type { Versioned } from "@/api/client";
import { namesOf, type AnyObject, type ObjectDescription, type ObjectFrame, type ObjectParts } from "./description";

/**
 * Makes of an object what its module hands to the shell: its line in the rail, its two screens, its links
 * from other records, its creation and its import in the palette. The strings are `menu:<entity>s`,
 * `menu:<entity>`, `menu:<module>.new_<object>` and `menu:<module>.import_<object>s`.
 */
export function objectParts<T extends Versioned>(frame: ObjectFrame, load: () => Promise<ObjectDescription<T>>): ObjectParts {
  const { entity, path, icon, key } = frame;
  const { namespace, word } = namesOf(entity);
  const read = `${entity}.read`;
  const plural = `menu:${entity}s`;
  const described = load as unknown as () => Promise<AnyObject>; // the screens only use what every record has
  return {
    menu: [{ label: plural, path, icon, permission: read, key }],
    routes: [
      { path, load: async () => (await import("./ObjectList")).listOf(await described()), title: plural, permission: read },
      { path: `${path}/$id`, load: async () => (await import("./ObjectPage")).pageOf(await described()), title: `menu:${entity}`, permission: read },
    ],
    entities: { [entity]: { path: (id) => `${path}/${id}`, icon, label: `menu:${entity}`, permission: read, endpoint: frame.endpoint, titleField: frame.title, custom: frame.custom } },
    create: frame.made === false ? [] : [{ label: `menu:${namespace}.new_${word}`, path: `${path}?new=1`, icon, permission: `${entity}.create`, key }],
    actions: frame.importAs
      ? [{ id: `${namespace}.import_${word}s`, label: `menu:${namespace}.import_${word}s`, icon: IconUpload, permission: `${entity}.import`, path: `/admin/imports?target=${frame.importAs}` }]
      : [],
  };
}
