const spoken = new Set(["label", "title", "placeholder", "description", "text", "alt", "aria-label", "aria-description", "toLabel", "addLabel", "submitLabel"]);
const letters = /\p{L}{2,}/u;

/** Text that people read comes from i18n; a word in JSX is a word that nobody can translate. */
export const bareText = {
  meta: {
    type: "problem",
    schema: [],
    messages: { bare: "Put “{{text}}” into the i18n file and write t(\"…\") here." },
  },
  create(context) {
    const report = (node, text) => {
      const trimmed = text.trim();
      if (letters.test(trimmed)) context.report({ node, messageId: "bare", data: { text: trimmed.slice(0, 40) } });
    };
    return {
      JSXText: (node) => report(node, node.value),
      JSXAttribute(node) {
        if (spoken.has(String(node.name.name)) && node.value?.type === "Literal" && typeof node.value.value === "string") {
          report(node, node.value.value);
        }
      },
    };
  },
};
