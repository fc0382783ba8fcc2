import { Component, type ReactNode } from "react";
import { ErrorBlock } from "./ErrorBlock";

interface GapProps {
  retry: () => void;
  /** What stands in the place of what failed; an ErrorBlock if not given. */
  shown?: (error: unknown) => ReactNode;
  children: ReactNode;
}

/** Catches what its content throws, so that the rest of the page lives. */
export class Gap extends Component<GapProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render(): ReactNode {
    const { shown, retry, children } = this.props;
    if (this.state.error === null) return children;
    return shown ? shown(this.state.error) : <ErrorBlock error={this.state.error} retry={retry} compact />;
  }
}
