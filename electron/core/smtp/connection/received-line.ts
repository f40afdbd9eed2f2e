/** A line as it came, made fit to be kept: secrets masked, text decoded, oddities named. */
import type { SecretScrubber } from './scrub.ts';
import type { ShownLine } from '../../recording/recorder.ts';
import type { WireLine } from '../../wire/line-reader.ts';
import { NO_ANOMALIES, decodeText, isPlainText, latin1 } from '../../wire/text.ts';

/** The reply code and its separator are never part of a secret. */
const CODE_LENGTH = 4;

export interface ReceivedLine {
  /** What the reply is made of. */
  readonly line: WireLine;
  readonly shown: ShownLine;
}

export function receivedLine(received: WireLine, secrets: SecretScrubber): ReceivedLine {
  if (isOrdinary(received, secrets)) {
    return { line: received, shown: { text: received.latin, raw: null, anomalies: NO_ANOMALIES, hidden: null } };
  }
  const { bytes, masked } = secrets.scrub(received.raw, CODE_LENGTH);
  const line = masked === 0 ? received : maskedLine(received, bytes, latin1(bytes).slice(0, received.latin.length));
  const decoded = decodeText(line.content);
  const exact = line.end === 'crlf' && decoded.anomalies.length === 0 && !line.anomalies.includes('bare-cr');
  return {
    line,
    shown: {
      text: decoded.text,
      raw: exact || masked > 0 ? null : line.raw,
      anomalies: [...line.anomalies, ...decoded.anomalies],
      hidden: masked === 0 ? null : { what: 'secret', octets: masked },
    },
  };
}

/** Most lines are: printable ASCII and CRLF, and nothing is known that would have to be masked. */
function isOrdinary({ latin, end, anomalies }: WireLine, secrets: SecretScrubber): boolean {
  return secrets.empty && end === 'crlf' && anomalies.length === 0 && isPlainText(latin);
}

function maskedLine(line: WireLine, raw: Uint8Array, latin: string): WireLine {
  const { end, anomalies } = line;
  return { raw, latin, content: raw.subarray(0, latin.length), end, anomalies };
}

/** What came of a line that never ended. */
export function truncatedLine(rest: Uint8Array, secrets: SecretScrubber) {
  const { bytes, masked } = secrets.scrub(rest, CODE_LENGTH);
  const { text, anomalies } = decodeText(bytes);
  const shown: ShownLine = {
    text,
    raw: masked > 0 ? null : bytes,
    anomalies: [...anomalies, 'truncated'],
    hidden: masked === 0 ? null : { what: 'secret', octets: masked },
  };
  return { bytes, shown };
}
