import './ui/tokens.css';
import './ui/base.css';
import { createClient } from '@parley/client';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { ClientProvider } from './sdk/client-context.tsx';
import { watchInstallOffer } from './pwa/install-prompt.ts';
import { sessionLabel } from './sdk/session-label.ts';
import { watchMissingParts } from './stale-page.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element "root"');

const client = createClient({ origin: location.origin, label: sessionLabel(navigator.userAgent) });

watchInstallOffer();

const mend = watchMissingParts({
  events: window,
  entryPath: new URL(import.meta.url).pathname,
  fetch: (path, init) => fetch(path, init),
  storage: () => sessionStorage,
  nowMs: () => Date.now(),
  isBusy: () => {
    const { current } = client.calls.state.getState();
    return current !== undefined && current.phase !== 'ended';
  },
  reload: () => location.reload(),
});

createRoot(root).render(
  <StrictMode>
    <I18nProvider locale="en-US">
      <ClientProvider value={client}>
        <App mend={mend} />
      </ClientProvider>
    </I18nProvider>
  </StrictMode>,
);
