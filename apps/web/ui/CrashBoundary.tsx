import { Component } from 'react';
import type { ReactNode } from 'react';
import { Bug } from 'lucide-react';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';

export interface CrashBoundaryProps {
  title: string;
  text: string;
  reloadLabel: string;
  children: ReactNode;
}

/** Shows a way on where a page fails to draw, instead of nothing. */
export class CrashBoundary extends Component<CrashBoundaryProps, { hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasCrashed) return this.props.children;
    return (
      <EmptyState
        icon={<Bug size={28} />}
        title={this.props.title}
        action={
          <Button variant="primary" onPress={() => location.reload()}>
            {this.props.reloadLabel}
          </Button>
        }
      >
        {this.props.text}
      </EmptyState>
    );
  }
}
