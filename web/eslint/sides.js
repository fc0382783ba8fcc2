const physical = {
  ml: "ms", mr: "me", pl: "ps", pr: "pe",
  marginLeft: "marginInlineStart", marginRight: "marginInlineEnd", paddingLeft: "paddingInlineStart", paddingRight: "paddingInlineEnd",
  borderLeft: "borderInlineStart", borderRight: "borderInlineEnd", left: "insetInlineStart", right: "insetInlineEnd",
};
const aligned = new Set(["ta", "textAlign"]);

/**
 * Left and right are where a reader's lines begin and end only in some languages: props and styles
 * name the start and the end. Sheets are held to the same by src/test/sides.test.ts.
 */
export const sides = {
  meta: {
    type: "problem",
    schema: [],
    messages: { side: "\"{{name}}\" is a side of the screen; say \"{{instead}}\", which follows the direction of the language." },
  },
  create(context) {
    const alignment = (node, name, value) => {
      if (aligned.has(name) && (value === "left" || value === "right")) context.report({ node, messageId: "side", data: { name: value, instead: value === "left" ? "start" : "end" } });
    };
    return {
      JSXAttribute(node) {
        const name = node.name.name;
        const instead = ["ml", "mr", "pl", "pr"].includes(name) ? physical[name] : undefined;
        if (instead) context.report({ node, messageId: "side", data: { name, instead } });
        alignment(node, name, node.value?.value);
      },
      "JSXAttribute[name.name=/^styles?$/] Property"(node) {
        const name = node.key.name ?? node.key.value;
        if (physical[name]) context.report({ node, messageId: "side", data: { name, instead: physical[name] } });
        alignment(node, name, node.value?.value);
      },
    };
  },
};
