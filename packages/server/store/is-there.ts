/** That the account of this alias is neither suspended nor deleted: to everybody else there is nobody (ACC-14). */
export function isThere(alias: string): string {
  return `(${alias}.suspended_at is null and ${alias}.deleted_at is null)`;
}
