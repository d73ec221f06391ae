/** Tells the bench where this server listens, and ends the process when the bench is gone. */
export function reportPort(address: string | { port: number } | null): void {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port: address.port });
}
