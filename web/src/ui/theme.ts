import {
  createTheme,
  type ActionIconProps,
  type BadgeProps,
  type ButtonProps,
  type CheckboxProps,
  type CSSVariablesResolver,
  type DrawerProps,
  type MantineThemeComponent,
  type MenuProps,
  type ModalProps,
  type PopoverProps,
  type SegmentedControlProps,
  type TabsProps,
  type TooltipProps,
} from "@mantine/core";
import { tokens, tones, type Tone } from "./tokens";

// By name and not by `Component.extend`, which would load every component with the first page.
function of<Props>(own: { defaultProps?: Partial<Props>; styles?: Record<string, object> }): MantineThemeComponent {
  return own;
}

/** Mantine with our density, type and space; the colours follow in `cssVariables`. */
export const theme = createTheme({
  black: tokens.light.text,
  autoContrast: true,
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 8 },
  defaultRadius: "sm",
  respectReducedMotion: true,
  cursorType: "pointer",
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.3", sm: "1.45", md: "1.45", lg: "1.45", xl: "1.3" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "2px", sm: "4px", md: "8px", lg: "8px", xl: "16px" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "1.3" },
      h2: { fontSize: "16px", lineHeight: "1.4" },
      h3: { fontSize: "14px", lineHeight: "1.4" },
    },
  },
  components: {
    Button: of<ButtonProps>({ defaultProps: { size: "sm" }, styles: { label: { fontWeight: 600 } } }),
    ActionIcon: of<ActionIconProps>({ defaultProps: { variant: "subtle", color: "gray", size: 30 } }),
    Badge: of<BadgeProps>({ styles: { label: { textTransform: "none" } } }),
    Checkbox: of<CheckboxProps>({ defaultProps: { size: "xs" } }),
    Drawer: of<DrawerProps>({ defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 180 } } }),
    Menu: of<MenuProps>({
      defaultProps: { transitionProps: { duration: 120 }, shadow: "md" },
      styles: { item: { minHeight: 32, paddingInline: 10 }, label: { paddingInline: 10 } },
    }),
    Modal: of<ModalProps>({
      defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 120 }, shadow: "lg", padding: "lg" },
      styles: { title: { fontSize: 16, fontWeight: 600, lineHeight: 1.35 } },
    }),
    Popover: of<PopoverProps>({ defaultProps: { transitionProps: { duration: 120 }, shadow: "md" } }),
    SegmentedControl: of<SegmentedControlProps>({ defaultProps: { transitionDuration: 120 } }),
    Tabs: of<TabsProps>({ defaultProps: { keepMounted: false } }),
    Tooltip: of<TooltipProps>({
      defaultProps: { openDelay: 400, transitionProps: { duration: 120 }, withArrow: true, events: { hover: true, focus: true, touch: false } },
    }),
  },
});

type Scheme = "light" | "dark";

function variables(scheme: Scheme): Record<string, string> {
  const t = tokens[scheme];
  const own: Record<string, string> = {
    "--lh-surface": t.surface,
    "--lh-raised": t.raised,
    "--lh-sunken": t.sunken,
    "--lh-hover": t.hover,
    "--lh-edge": t.edge,
    "--lh-hairline": t.hairline,
    "--lh-accent": t.accent,
    "--lh-link": t.link,
    "--lh-ring": t.ring,
    "--lh-selected": t.selected,
    "--lh-negative": t.error,
  };
  for (const [name, pair] of Object.entries(tones[scheme]) as [Tone, { background: string; text: string }][]) {
    own[`--lh-${name}-bg`] = pair.background;
    own[`--lh-${name}-fg`] = pair.text;
  }
  // What Mantine ships below AA is overridden under its own names, so its components follow.
  return {
    ...own,
    "--mantine-color-body": t.surface,
    "--mantine-color-text": t.text,
    "--mantine-color-dimmed": t.dimmed,
    "--mantine-color-placeholder": t.placeholder,
    "--mantine-color-error": t.error,
    "--mantine-color-anchor": t.link,
    "--mantine-color-default": t.raised,
    "--mantine-color-default-hover": t.hover,
    "--mantine-color-default-border": t.edge,
    "--mantine-color-default-color": t.text,
    "--mantine-primary-color-filled": t.accent,
    "--mantine-primary-color-filled-hover": t.accentHover,
    "--mantine-primary-color-contrast": t.onAccent,
    "--mantine-color-indigo-filled": t.accent,
    "--mantine-color-indigo-filled-hover": t.accentHover,
    "--mantine-color-red-text": t.error,
    "--mantine-color-red-filled": scheme === "light" ? "#c92a2a" : "#b02525",
    "--mantine-color-red-filled-hover": scheme === "light" ? "#b02525" : "#c92a2a",
    "--mantine-color-gray-light-color": t.text,
    "--mantine-color-gray-text": t.dimmed,
    "--mantine-color-indigo-light": t.selected,
    "--mantine-color-indigo-light-color": tones[scheme].info.text,
    "--mantine-primary-color-light": t.selected,
    "--mantine-primary-color-light-color": tones[scheme].info.text,
  };
}

/** The design's tokens as CSS variables, light and dark. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--lh-row": "36px" },
  light: variables("light"),
  dark: variables("dark"),
});
