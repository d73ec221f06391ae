import { expect, type Page } from '@playwright/test';
import type { ReadablePage } from '../fixtures/media-watch.ts';

/** What a person looks for, by the role and name that assistive technology tells. */
export interface Thing {
  role: 'button' | 'menuitem' | 'dialog' | 'region' | 'timer' | 'img' | 'listitem' | 'textbox';
  /** None: any. */
  name?: string;
  within?: Thing;
}

/** A person's screen, in whichever browser: the rows of functional.ts run on any two of them. */
export interface Screen extends ReadablePage {
  person: string;
  browser: string;
  goto: (path: string) => Promise<void>;
  reload: () => Promise<void>;
  /** Waits until it is there. */
  see: (thing: Thing) => Promise<void>;
  /** Waits until it is not. */
  miss: (thing: Thing) => Promise<void>;
  press: (thing: Thing) => Promise<void>;
  write: (thing: Thing, text: string) => Promise<void>;
  /** Calls the API as this person's page. */
  api: (method: string, path: string, body?: object) => Promise<unknown>;
}

export interface ApiCall {
  method: string;
  path: string;
  body: object | undefined;
}

/** Runs in the page: its cookie, its origin. */
export async function fetchJson({ method, path, body }: ApiCall): Promise<unknown> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...(body === undefined ? {} : json) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  const answer: unknown = await response.json();
  return answer;
}

/** A page that Playwright drives. `isPhone`: by touch. */
export function playwrightScreen(person: string, page: Page, isPhone: boolean): Screen {
  const find = ({ role, name, within }: Thing): ReturnType<Page['getByRole']> => {
    const from = within === undefined ? page : find(within);
    return from.getByRole(role, name === undefined ? {} : { name, exact: true }).first();
  };
  return {
    person,
    browser: isPhone ? 'Chromium on a phone' : 'Chromium',
    evaluate: (read) => page.evaluate(read),
    goto: async (path) => void (await page.goto(path)),
    reload: async () => void (await page.reload()),
    see: (thing) => expect(find(thing)).toBeVisible({ timeout: 20_000 }),
    miss: (thing) => expect(find(thing)).toHaveCount(0),
    press: (thing) => (isPhone ? find(thing).tap() : find(thing).click()),
    write: (thing, text) => find(thing).fill(text),
    api: (method, path, body) => page.evaluate(fetchJson, { method, path, body }),
  };
}
