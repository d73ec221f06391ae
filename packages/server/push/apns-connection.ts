import { connect, constants } from 'node:http2';
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2';

/** A connection or answer that takes longer is given up, in milliseconds. */
const ASK_LIMIT_MS = 5_000;
const LONGEST_ANSWER_BYTES = 4_096;

export interface Http2Answer {
  status: number;
  text: string;
}

export interface Http2Connection {
  /** One POST; rejects where there is no answer in time. */
  post: (path: string, headers: OutgoingHttpHeaders, body: string) => Promise<Http2Answer>;
  close: () => void;
}

function answerOf(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body: string,
): Promise<Http2Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ [constants.HTTP2_HEADER_METHOD]: 'POST', ...headers });
    const timer = setTimeout(() => {
      stream.close(constants.NGHTTP2_CANCEL);
      // What is silent for one question is silent for the next: connect anew.
      session.destroy();
      reject(new Error('no answer in time'));
    }, ASK_LIMIT_MS);
    let status = 0;
    let text = '';
    stream.setEncoding('utf8');
    stream.on('response', (answer) => void (status = Number(answer[':status'])));
    stream.on('data', (chunk: string) => {
      if (text.length < LONGEST_ANSWER_BYTES) text += chunk.slice(0, LONGEST_ANSWER_BYTES - text.length);
    });
    stream.on('error', reject);
    stream.on('close', () => {
      clearTimeout(timer);
      if (status === 0) reject(new Error('the connection was closed without an answer'));
      else resolve({ status, text });
    });
    stream.end(body);
  });
}

/** One HTTP/2 connection, made when first needed, used for everything and made anew when the other side has closed it. */
export function createHttp2Connection(origin: string, ca: string | undefined): Http2Connection {
  let open: ClientHttp2Session | undefined;

  const session = (): ClientHttp2Session => {
    if (open !== undefined && !open.closed && !open.destroyed) return open;
    const made = connect(origin, ca === undefined ? {} : { ca });
    const forget = (): void => {
      if (open === made) open = undefined;
    };
    // Each request under way fails with the session's error; this only keeps it from ending the process.
    made.on('error', forget);
    made.on('close', forget);
    // The service lets go of it: what is under way ends there, what comes next connects anew.
    made.on('goaway', forget);
    // Nobody waits for an idle connection when the server stops.
    made.unref();
    open = made;
    return made;
  };

  return {
    post: (path, headers, body) =>
      answerOf(session(), { [constants.HTTP2_HEADER_PATH]: path, ...headers }, body),
    close() {
      open?.destroy();
      open = undefined;
    },
  };
}
