// What a file imports, read by a real parser.

import { parseSync } from 'oxc-parser';

/** One import or re-export. */
export interface Import {
  /** As written: './x.ts', '@parley/core', 'zod', 'node:fs'. */
  specifier: string;
  /** Whether it vanishes when types are stripped. */
  typeOnly: boolean;
  line: number;
}

/** Static imports, re-exports and dynamic imports of a literal; what is wrong, where the file cannot be parsed. */
export function readImports(file: string, text: string): Import[] | string {
  const { module, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) return error.message;
  const lineAt = (index: number) => text.slice(0, index).split('\n').length;

  const imports = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    line: lineAt(moduleRequest.start),
  }));
  const reexports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null
        ? []
        : [{ specifier: moduleRequest.value, typeOnly: isType, line: lineAt(moduleRequest.start) }],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(start, end))?.[2];
    return literal === undefined ? [] : [{ specifier: literal, typeOnly: false, line: lineAt(start) }];
  });
  return [...imports, ...reexports, ...dynamic];
}
