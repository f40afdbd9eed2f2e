/**
 * EUC-KR as browsers read it: with the 8,822 syllables that Windows (code page 949, "unified Hangul code") put between those of
 * KS X 1001. ICU's EUC-KR, which TextDecoder of Node is, does not know them.
 */

let extended: string[] | null = null;

/** Those of Unicode that KS X 1001 lacks, in their order, which is that of the code page. */
function syllables(): string[] {
  if (extended !== null) return extended;
  const decoder = new TextDecoder('euc-kr');
  const known = new Set<string>();
  for (let lead = 0xb0; lead <= 0xc8; lead += 1)
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) known.add(decoder.decode(Uint8Array.of(lead, trail)));
  extended = [];
  for (let code = 0xac00; code <= 0xd7a3; code += 1) {
    const syllable = String.fromCharCode(code);
    if (!known.has(syllable)) extended.push(syllable);
  }
  return extended;
}

/** Position of a trail octet among 41-5A, 61-7A and 81 onwards; -1 for others. */
function trailOf(octet: number): number {
  if (octet >= 0x41 && octet <= 0x5a) return octet - 0x41;
  if (octet >= 0x61 && octet <= 0x7a) return octet - 0x61 + 26;
  return octet >= 0x81 && octet <= 0xfe ? octet - 0x81 + 52 : -1;
}

/** U+FFFD for what is no character; the octet after a lead is left where it is ASCII. `cut`: a last lead is left out. */
export function decodeKorean(octets: Uint8Array, cut: boolean): string {
  const decoder = new TextDecoder('euc-kr');
  const pieces: string[] = [];
  let from = 0;
  const flush = (to: number): void => {
    if (to > from) pieces.push(decoder.decode(octets.subarray(from, to)));
  };
  for (let at = 0; at < octets.length; at += 1) {
    const lead = octets[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = octets[at + 1];
    if (lead >= 0xa1 && trail !== undefined && trail >= 0xa1) {
      at += 1;
      continue;
    }
    flush(at);
    from = at + 1;
    if (trail === undefined && cut) break;
    const column = trail === undefined ? -1 : trailOf(trail);
    const row = lead - 0x81;
    const nth = lead < 0xa1 ? row * 178 + column : 32 * 178 + (lead - 0xa1) * 84 + column;
    const found =
      row >= 0 && lead <= 0xc6 && column >= 0 && (lead < 0xa1 || column < 84) ? syllables()[nth] : undefined;
    pieces.push(found ?? '\ufffd');
    if (found !== undefined || (trail !== undefined && trail >= 0x80)) {
      at += 1;
      from = at + 1;
    }
  }
  flush(octets.length);
  return pieces.join('');
}
