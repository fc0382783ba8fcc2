/* Mantine's preset gives light-dark(), rem() and the breakpoint mixins to our CSS modules. */
const config = {
  plugins: {
    "postcss-preset-mantine": {},
    "postcss-simple-vars": {
      variables: {
        "bp-xs": "36em",
        "bp-sm": "48em",
        "bp-md": "62em",
        "bp-lg": "75em",
        "bp-xl": "88em",
      },
      // Sheets of libraries may have a $ in a class name; in ours an unknown variable is a mistake.
      unknown: (node, name, result) => {
        if (!result.opts.from?.includes("node_modules")) throw node.error(`Undefined variable $${name}`);
      },
    },
  },
};

// The build tools only read a default export here.
export default config;
