import { isMet } from './figure.ts';
import type { Figure } from './figure.ts';

function round(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 });
}

function toCell(figure: Figure | undefined): string {
  if (figure === undefined) return '–';
  const { value, p50, p95, tried, failed, unit } = figure;
  const failures = failed === 0 ? '' : `, ${failed} of ${tried} failed`;
  const sign = unit === '%' ? ' %' : '';
  if (value !== undefined) return `${round(value)}${sign}${failures}`;
  if (p50 === undefined || p95 === undefined) return `none${failures}`;
  return `${round(p50)} / ${round(p95)}${failures}`;
}

function toTarget(figures: readonly Figure[]): string[] {
  const judged = figures.find(({ target }) => target !== undefined);
  if (judged?.target === undefined) return ['', ''];
  return [judged.target.text, isMet(judged) === true ? 'met' : '**not met**'];
}

function formatRow(figures: readonly Figure[]): string {
  const competitors = [...new Set(figures.map(({ competitor }) => competitor))];
  const lines = new Map<string, Figure[]>();
  for (const figure of figures) {
    const unit = figure.unit === '' ? '' : `, ${figure.unit}`;
    const key = `${figure.what}${figure.unit === '%' ? '' : unit} | ${figure.profile}`;
    lines.set(key, [...(lines.get(key) ?? []), figure]);
  }
  const head = ['', 'network', ...competitors, 'to reach', ''];
  const body = [...lines].map(([key, cells]) => [
    ...key.split(' | '),
    ...competitors.map((name) => toCell(cells.find(({ competitor }) => competitor === name))),
    ...toTarget(cells),
  ]);
  const toLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [toLine(head), toLine(head.map(() => '---')), ...body.map(toLine)].join('\n');
}

/** Figures side by side, a table for each row of the bench: p50 / p95, or one number. */
export function formatTables(figures: readonly Figure[]): string {
  const rows = [...new Set(figures.map(({ row }) => row))];
  return rows
    .map((row) => `### ${row}\n\n${formatRow(figures.filter((figure) => figure.row === row))}`)
    .join('\n\n');
}

/** Why tries failed, a line for each kind; empty where none did. */
export function formatFailures(figures: readonly Figure[]): string[] {
  const lines = figures.flatMap(({ row, competitor, profile, failures }) =>
    Object.entries(failures).map(([why, count]) => `${row}, ${competitor}, ${profile}: ${count} × ${why}`),
  );
  return [...new Set(lines)];
}
