/** Unix milliseconds with the browser's own resolution; pages on one machine share it but for what is measured of it. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
