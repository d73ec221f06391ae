/**
 * The session's cookie (ACC-5). `__Host-` makes the browser insist on Secure, on Path=/ and on no Domain, so no
 * other host can set or see it. Browsers take Secure cookies from http://localhost too, except Safari: there
 * Parley needs https even on one's own machine.
 */
const NAME = '__Host-parley';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';
/** The longest that browsers keep a cookie; signing out and revoking end the session on the server. */
const MAX_AGE_S = 400 * 24 * 60 * 60;

export function toSetCookie(token: string): string {
  return `${NAME}=${token}; ${ATTRIBUTES}; Max-Age=${MAX_AGE_S}`;
}

export function toClearCookie(): string {
  return `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;
}

/** The token in a `Cookie` header. */
export function readCookie(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  for (const pair of header.split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value !== undefined && value !== '') return value;
  }
  return undefined;
}
