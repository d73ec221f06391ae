import { createStore } from 'zustand/vanilla';

/** The event by which a browser offers to install the app; TypeScript's library does not have it. */
interface InstallEvent extends Event {
  prompt: () => Promise<unknown>;
}

/** The browser's offer to install the app, until it is used. */
export const installOffer = createStore<{ offer: InstallEvent | undefined }>(() => ({ offer: undefined }));

/** Keeps the offer for the settings page: the browser makes it once, early, and would otherwise show it by itself. */
export function watchInstallOffer(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    // The browsers that fire this event have that method on it.
    installOffer.setState({ offer: event as InstallEvent });
  });
  window.addEventListener('appinstalled', () => installOffer.setState({ offer: undefined }));
}
