import type { JsonSchema } from './json-schema.ts';

/** What limits a value, in words: "3–20 characters". */
function limitsOf(schema: JsonSchema): string {
  const words: string[] = [];
  if (schema.minLength !== undefined || schema.maxLength !== undefined) {
    words.push(`${schema.minLength ?? 0}–${schema.maxLength ?? '…'} characters`);
  }
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    words.push(`${schema.minimum ?? '…'}–${schema.maximum ?? '…'}`);
  }
  if (schema.maxItems !== undefined) words.push(`at most ${schema.maxItems}`);
  if (schema.default !== undefined) words.push(`default ${JSON.stringify(schema.default)}`);
  if (schema.pattern !== undefined && schema.format !== 'uuid') words.push(`matches ${schema.pattern}`);
  return words.join(', ');
}

function objectText(schema: JsonSchema, indent: string): string {
  const required = new Set(schema.required);
  const inner = `${indent}  `;
  const lines = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const limits = limitsOf(property);
    const mark = required.has(name) ? '' : '?';
    return `${inner}${name}${mark}: ${toTypeText(property, inner)}${limits === '' ? '' : `  // ${limits}`}`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

function arrayText(items: JsonSchema, indent: string): string {
  const text = toTypeText(items, indent);
  const isUnion = items.enum !== undefined || items.anyOf !== undefined || items.oneOf !== undefined;
  return isUnion ? `(${text})[]` : `${text}[]`;
}

/** A schema the way TypeScript would write it: shorter to read than JSON Schema. Names stand for references. */
export function toTypeText(schema: JsonSchema, indent = ''): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map((option) => toTypeText(option, indent)).join(' | ');
  switch (schema.type) {
    case 'object':
      return objectText(schema, indent);
    case 'array':
      return arrayText(schema.items ?? {}, indent);
    case 'string':
      return schema.format === 'uuid' ? 'uuid' : 'string';
    case 'integer':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}
