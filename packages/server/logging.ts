import { pino, stdSerializers } from 'pino';
import type { Config } from './config.ts';
import type { Log } from './ports.ts';

/** One JSON object a line, on standard output. Never a token, a password or the text of a message. */
export function createLog(level: Config['logLevel']): Log {
  const logger = pino({ level, base: null, serializers: { error: stdSerializers.err } });
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
