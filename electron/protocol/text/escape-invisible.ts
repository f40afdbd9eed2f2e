/**
 * Makes text from a peer safe to show: nothing in it can move a terminal's cursor, turn its colours, or reorder what stands
 * around it. What is replaced stays readable as an escape.
 */

// C0, DEL, C1; line and paragraph separators; bidirectional controls and other invisible format characters, which make a
// line read differently from what was sent (CVE-2021-42574); lone surrogates, which no output encoding can carry.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

const named: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' };

/** Every control or invisible character as an escape: \r, \x1b, \u202e. Ordinary text comes back unchanged. */
export function escapeInvisible(text: string): string {
  return text.replace(unsafe, (character) => {
    const short = named[character];
    if (short !== undefined) return short;
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
