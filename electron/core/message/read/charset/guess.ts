/**
 * A charset for octets that have no label, or a wrong one, and are no UTF-8: the one in which they make the most probable text.
 * A guess, and called so wherever it is shown.
 */
import { decodeStrictly } from './charsets.ts';
import { limits } from '../../limits.ts';

/** Frequent in Chinese and Japanese text, simplified and traditional. */
const HANZI = new Set(
  '的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话者向情部正名定女问力机给等几很最间新什打便位因重走电四第门相次东政使教再平真世信少关并内加化由却代产入先山五水万市体别处总场师书比员九通目报立数件表原应路期死常提何更反合放做系计或司利受光王果界及今务制解各任至清物台象记边共战干接它许特直服毛题建南度统色字请交爱让认算论百吃义科术结功指思非流每夫队资带花快条院变联权往展该领传近留红治决保达办运武半候必城父强步完区即求品士转量甚轻程告江语基派式息识党持取设始版双史商千片容像找友广议形委早房音火际则首单据影失拿网似专石兵谁校读志飞观究组造视济喜离坏兴切测试邮收送箱主题附标您好谢迎订账户密码客服' +
    '這來個國說們為時會過學對裡麼沒還發當開經頭見動兩長樣現將與進實點種聲話問機給幾間電門東關內卻產萬體別處總場師書員報數應題請讓認論義術結資帶條變聯權該領傳紅決達辦運強區轉輕語識黨設雙廣議際則單據網專誰讀飛觀組視濟離壞興測試郵標謝訂帳戶碼' +
    '本日様願致株式会社件名送信確認宜連絡御返気週金土曜予定参加案内申込料担当者',
);
const WESTERN = new Set('äöüÄÖÜßéèêëàâáãåæçñíìîïóòôõøœúùûÉÈÀÁÅÆÇÑÓØÚ');

type Weigh = (code: number, character: string, before: string, after: string) => number;

const isHan = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff;
const isFullPunctuation = (code: number): boolean =>
  (code >= 0x3000 && code <= 0x3003) || (code >= 0x3008 && code <= 0x3011) || (code >= 0xff01 && code <= 0xff5e);

const chinese: Weigh = (code, character) =>
  isHan(code) ? (HANZI.has(character) ? 1 : 0.25) : isFullPunctuation(code) ? 0.8 : -0.5;
const japanese: Weigh = (code, character) => {
  if (code >= 0x3041 && code <= 0x30fc) return 1;
  if (isHan(code)) return HANZI.has(character) ? 0.7 : 0.2;
  return isFullPunctuation(code) ? 0.8 : -0.5;
};
const korean: Weigh = (code) => (code >= 0xac00 && code <= 0xd7a3 ? 0.85 : isFullPunctuation(code) ? 0.5 : -0.2);
const isUpper = (character: string): boolean => character !== character.toLowerCase();
const cyrillic: Weigh = (code, character, before) => {
  const letter =
    (code >= 0x410 && code <= 0x44f) || [0x401, 0x451, 0x404, 0x454, 0x406, 0x456, 0x407, 0x457].includes(code);
  if (!letter) return /[«»№—–“”„]/.test(character) ? 0.5 : -0.7;
  // Capitals stand at the beginning of a word, or all through it.
  const inWord = /[а-яёіїє]/.test(before);
  return isUpper(character) ? (inWord ? -1 : 0.6) : 1;
};
const western: Weigh = (_, character, before, after) => {
  if (/[‘’“”„–—…€«»°§©®•]/.test(character)) return 0.6;
  const beside = /[A-Za-z]/.test(before) || /[A-Za-z]/.test(after);
  if (!WESTERN.has(character)) return beside ? 0.1 : -0.3;
  return beside ? 1 : 0.2;
};

const candidates: readonly (readonly [string, Weigh])[] = [
  ['windows-1252', western],
  ['gb18030', chinese],
  ['big5', chinese],
  ['shift_jis', japanese],
  ['euc-jp', japanese],
  ['euc-kr', korean],
  ['windows-1251', cyrillic],
  ['koi8-r', cyrillic],
  ['ibm866', cyrillic],
];

export function guessCharset(octets: Uint8Array): string {
  const sample = octets.subarray(0, limits.reading.charsetSample);
  let best = 'windows-1252';
  let most = -Infinity;
  for (const [name, weigh] of candidates) {
    const text = decodeStrictly(name, sample, true);
    if (text === null) continue;
    const score = weight(text, weigh);
    if (score > most) [best, most] = [name, score];
  }
  return best;
}

/** Of the characters beyond ASCII, on average. */
function weight(text: string, weigh: Weigh): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    sum += weigh(code, text.charAt(at), text.charAt(at - 1), text.charAt(at + 1));
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
