// Reads the tree in ARCHITECTURE.md, so that a test can hold it against the real folders.

const NAME = String.raw`[\w.@-]+(?:/[\w.@-]+)*/`;

/** Names on one line stand one or two blanks apart; a wider gap begins the prose. */
const FOLDER_LINE = new RegExp(`^( *)(${NAME}(?: {1,2}${NAME})*)(?= |$)`);

/**
 * The folders of the first fenced block, as paths. A line starts with one or more names that end in `/`,
 * indented by two blanks per level; what follows, and lines that start otherwise, is prose.
 */
export function readArchitectureTree(markdown: string): string[] {
  const block = /^```[^\n]*\n(.*?)^```/ms.exec(markdown)?.[1] ?? '';
  const folders: string[] = [];
  /** The path that each level's last folder stands for. */
  const parents: string[] = [];
  for (const line of block.split('\n')) {
    const [, indent = '', names = ''] = FOLDER_LINE.exec(line) ?? [];
    const level = indent.length / 2;
    for (const name of names.split(/\s+/).filter((part) => part.length > 0)) {
      const path = [...parents.slice(0, level), name.slice(0, -1)].join('/');
      folders.push(path);
      parents.splice(level, Infinity, name.slice(0, -1));
    }
  }
  return folders;
}
