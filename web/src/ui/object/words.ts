import { namesOf, type AnyObject } from "./description";

/** Every string that an object needs, with its namespace: what a test asks for, since no source names them one by one. */
export function wordsOf(object: AnyObject): { namespace: string; key: string }[] {
  const { namespace, word } = namesOf(object.entity);
  const own = ["title", "edit", "none", "none_text", ...(object.made === false ? [] : ["new", "create"])].map((name) => `${word}.${name}`);
  for (const field of object.fields) {
    const label = field.label ?? `${word}.${field.name.replaceAll(".", "_")}`;
    own.push(label);
    if (field.help) own.push(`${field.label ?? `${word}.${field.name}`}_help`);
    for (const choice of field.choices ?? []) own.push(`${field.choiceWords ?? `${word}.${field.name}_`}${choice}`);
  }
  const menu = [`${object.entity}s`, object.entity];
  if (object.made !== false) menu.push(`${namespace}.new_${word}`);
  if (object.importAs) menu.push(`${namespace}.import_${word}s`);
  return [...own.map((key) => ({ namespace, key })), ...menu.map((key) => ({ namespace: "menu", key }))];
}
