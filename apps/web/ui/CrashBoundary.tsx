import { Component } from 'react';
import type { ReactNode } from 'react';
import { Bug } from 'lucide-react';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';

export interface CrashBoundaryProps {
  words: { title: string; text: string; reload: string };
  /** Tries to put it right without the person; true: the page is about to be loaded again. */
  mend: (error: unknown) => Promise<boolean>;
  /** Shown meanwhile. */
  mending: ReactNode;
  /** Whatever is drawn under another key, such as another address, is tried anew. */
  resetKey?: string;
  children: ReactNode;
}

interface CrashState {
  status: 'fine' | 'mending' | 'crashed';
}

/** Shows a way on where a page fails to draw, instead of nothing. */
export class CrashBoundary extends Component<CrashBoundaryProps, CrashState> {
  override state: CrashState = { status: 'fine' };

  static getDerivedStateFromError(): CrashState {
    return { status: 'mending' };
  }

  override componentDidCatch(error: unknown): void {
    void this.props.mend(error).then((isMended) => {
      if (!isMended) this.setState(({ status }) => ({ status: status === 'mending' ? 'crashed' : status }));
    });
  }

  override componentDidUpdate(before: CrashBoundaryProps): void {
    if (before.resetKey !== this.props.resetKey && this.state.status !== 'fine')
      this.setState({ status: 'fine' });
  }

  override render(): ReactNode {
    if (this.state.status === 'fine') return this.props.children;
    if (this.state.status === 'mending') return this.props.mending;
    return (
      <EmptyState
        icon={<Bug size={28} />}
        title={this.props.words.title}
        action={
          <Button variant="primary" onPress={() => location.reload()}>
            {this.props.words.reload}
          </Button>
        }
      >
        {this.props.words.text}
      </EmptyState>
    );
  }
}
