// Holds every import against the tables of arrow-rules.ts.

import { posix } from 'node:path';

import { ALLOWED_EXTERNALS, HOUSES, PACKAGE_ARROWS, PACKAGE_FOLDERS } from './arrow-rules.ts';
import type { House } from './arrow-rules.ts';
import { readImports } from './imports.ts';
import type { Import } from './imports.ts';
import { isTest } from './source-tree.ts';
import type { Finding, SourceTree } from './source-tree.ts';

/** A file's place: its package and its path in it. */
interface Place {
  name: string;
  folder: string;
  inner: string;
}

/** Every import that goes against an arrow. */
export function findForbiddenImports(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  for (const [file, text] of tree) {
    const place = placeOf(file);
    if (place === undefined || !/\.(tsx?|mjs)$/.test(file)) continue;
    const imports = readImports(file, text);
    if (typeof imports === 'string') {
      findings.push({ file, message: `cannot be read: ${imports}` });
      continue;
    }
    for (const found of imports) {
      const message = judge(file, place, found);
      if (message !== undefined) findings.push({ file, line: found.line, message });
    }
  }
  return findings;
}

function judge(file: string, place: Place, found: Import): string | undefined {
  const { specifier } = found;
  if (!specifier.startsWith('.')) return judgePackage(file, place, found);
  const target = posix.join(posix.dirname(file), specifier);
  if (!target.startsWith(`${place.folder}/`))
    return `"${specifier}" leaves its package; import the package by name`;
  if (isTest(file)) return undefined;
  const inner = target.slice(place.folder.length + 1);
  if (isTest(target)) return `"${specifier}" is for tests only`;
  return judgeRooms(place, inner, found);
}

function judgePackage(file: string, { name }: Place, { specifier, typeOnly }: Import): string | undefined {
  const target = /^@parley\/([^/]+)/.exec(specifier)?.[1];
  if (target === undefined) {
    const allowed = ALLOWED_EXTERNALS[name];
    const known = allowed?.some((entry) => specifier === entry || specifier.startsWith(`${entry}/`)) ?? true;
    return known || isTest(file) ? undefined : `${name} may not import "${specifier}"`;
  }
  const allowance = target === name ? 'values' : PACKAGE_ARROWS[name]?.[target];
  if (allowance === undefined) return `${name} may not import ${target}`;
  if (allowance === 'types' && !typeOnly && !isTest(file))
    return `${name} may import only types from ${target}`;
  return undefined;
}

function judgeRooms({ name, inner: from }: Place, to: string, { typeOnly }: Import): string | undefined {
  const house = HOUSES[name];
  if (house === undefined) return undefined;
  const [source, target] = [roomOf(house, from), roomOf(house, to)];
  if (source === undefined) return undefined;
  if (source === target) return judgeFeatures(from, to);
  const arrows = house.arrows[source];
  if (arrows === undefined) return `${name}/${source} has no line in arrow-rules.ts yet`;
  const allowance = target === undefined ? undefined : arrows[target];
  if (allowance === undefined) return `${name}/${source} may not import ${name}/${target ?? to}`;
  if (allowance === 'types' && !typeOnly) {
    return `${name}/${source} may import only types from ${name}/${target}; app.ts hands it the real thing`;
  }
  return undefined;
}

function judgeFeatures(from: string, to: string): string | undefined {
  const [source, target] = [from, to].map((path) => /^features\/([^/]+)\//.exec(path)?.[1]);
  if (source === undefined || target === undefined || source === target) return undefined;
  return `feature ${source} may not import feature ${target}`;
}

function placeOf(file: string): Place | undefined {
  for (const [name, folder] of Object.entries(PACKAGE_FOLDERS)) {
    if (file.startsWith(`${folder}/`)) return { name, folder, inner: file.slice(folder.length + 1) };
  }
  return undefined;
}

/** The folder; for a file beside the folders `ports` or `root`; nothing for those that put everything together. */
function roomOf(house: House, inner: string): string | undefined {
  const [first = '', ...rest] = inner.split('/');
  if (rest.length > 0) return first;
  const name = first.replace(/\.tsx?$/, '');
  if (house.isRoot(name)) return undefined;
  return name === 'ports' ? 'ports' : 'root';
}
