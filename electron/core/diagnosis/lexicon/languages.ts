/**
 * What mail programs and servers say in other languages of the few things that go wrong with mail, as the English that the lexicon reads.
 * Whole turns of phrase, because one word alone says too little; written without accents, as `spelling.ts` takes them away before.
 */

/** In Latin letters. */
const latin: readonly (readonly [RegExp, string])[] = [
  // Who logs in.
  [
    /\b(?:echec|erreur) (?:de |d')(?:l')?(?:authentification|authentication)\b|\bauthentifizierung (?:ist )?(?:failed|gescheitert)\b|\bauthentication (?:a )?(?:echouee?|failed)\b|\b(?:error|fallo|falha|errore) (?:de|na|di|en la) (?:authentication|autenticazione)\b|\bautenticazione (?:non riuscita|fallita)\b|\bauthentication failed\b|\buwierzytelni[ea]nie nie powiod[lł]o sie\b|\bb[lł]ad uwierzytelni[ae]nia\b|\b(?:authenticatie|aanmelding) (?:is )?mislukt\b/g,
    'authentication failed',
  ],
  // The way to a server.
  [
    /\bnie mozna nawiazac po[lł]aczenia\b|\bimpossible? (?:de )?(?:se connecter|etablir (?:la|une) connection|contacter)\b|\b(?:verbindung|connection)(?: (?:zum|zu|mit)(?: [^ ]+){1,3})? (?:konnte nicht (?:hergestellt|aufgebaut) werden|failed|nicht moglich)\b|\bimpossibile (?:connettersi|stabilire (?:la|una) connessione)\b|\bconnessione (?:al server )?(?:non riuscita|fallita)\b|\bno se (?:pudo|puede|ha podido) (?:conectar|establecer)(?: (?:la|una) conexion)?\b|\bnao foi possivel (?:conectar|estabelecer|ligar)(?: (?:a|uma) (?:conexao|ligacao))?\b|\bkan geen verbinding (?:maken|tot stand brengen)\b/g,
    'could not connect',
  ],
  // The message.
  [
    /\b(?:dimensione|taglia|groesse|grosse|taille|tamano|tamanho|rozmiar|grootte)(?: (?:del|della|der|des|du|de|do|la|le|el|o|da|van|het))*(?: (?:message|wiadomosci|bericht))?(?: [^ ]+)? (?:supera|uberschreitet|ueberschreitet|depasse|excede|ultrapassa|przekracza|overschrijdt)\b/g,
    'message size exceeds',
  ],
  [
    /\bmessage (?:ist )?zu gross\b|\bmessage (?:e |es |est )?(?:troppo grande|trop (?:gros|grand|volumineux)|demasiado grande|muito grande)\b|\bwiadomosc jest za duza\b|\bbericht is te groot\b/g,
    'message too large',
  ],
  // Certificates.
  [
    /\bzertifikat(?:s)?(?: [^ ]+){0,3}? abgelaufen\b|\bcertificat(?: [^ ]+){0,3}? (?:a |est )?expiree?\b|\bcertificato(?: [^ ]+){0,3}? scaduto\b|\bcertificado(?: [^ ]+){0,3}? (?:ha |esta |expirou)?(?:caducado|vencido|expirado|expirou)\b|\bcertyfikat(?: [^ ]+){0,3}? wygas[lł]\b|\bcertificaat(?: [^ ]+){0,3}? verlopen\b/g,
    'certificate has expired',
  ],
  [
    /\bzertifikat(?: [^ ]+){0,3}? (?:nicht vertrauenswurdig|ungultig|invalid)\b|\bcertificat(?: [^ ]+){0,3}? (?:non fiable|n'est pas (?:fiable|valide))\b|\bcertificato(?: [^ ]+){0,3}? non (?:attendibile|valido)\b|\bcertificado(?: [^ ]+){0,3}? (?:no es|nao e) (?:de confianza|valido|confiavel)\b/g,
    'certificate is not trusted',
  ],
  // Recipients.
  [
    /\bzu viele empfanger\b|\btrop de recipients\b|\btroppi destinatari\b|\bzbyt wielu odbiorcow\b|\bte veel ontvangers\b/g,
    'too many recipients',
  ],
  [
    /\bnie ma takiego uzytkownika\b|\bodbiorca nie istnieje\b|\bgebruiker onbekend\b|\bonbekende (?:gebruiker|ontvanger)\b|\bnieznany (?:uzytkownik|odbiorca)\b/g,
    'user unknown',
  ],
  [
    /\bmailbox (?:ist |est |e |esta )(?:full|uberfullt)\b|\bskrzynka (?:jest )?pe[lł]na\b|\bpostvak is vol\b|\bspeicherplatz (?:des |der )?(?:empfangers|mailbox|user) (?:ist )?(?:erschopft|full)\b|\bquota(?: [^ ]+){0,3} (?:depassee?|uberschritten|superat[oa]|excedid[oa]|przekroczon[ay])\b/g,
    'mailbox full',
  ],
];

/** In other scripts, where words have no blanks between them or endings of their own. */
const others: readonly (readonly [RegExp, string])[] = [
  // Russian.
  [/сервер не поддерживает unicode/g, 'server does not support unicode'],
  [/сервер не поддерживает/g, 'server does not support'],
  [/не поддерживается/g, 'not supported'],
  [
    /(?:ошибка|сбои|не удалось выполнить) (?:аутентификаци[ия]|авторизаци[ия]|проверк[иа] подлинности)|(?:аутентификация|авторизация) не (?:удалась|прошла|выполнена)/g,
    'authentication failed',
  ],
  [
    /неверн(?:ыи|ое|ые) (?:логин|имя пользователя)(?: или | и |\/)парол[ьи]|неверныи пароль/g,
    'invalid user name or password',
  ],
  [
    /(?:не удалось|не удается|невозможно) (?:подключиться|соединиться|установить (?:соединение|подключение))/g,
    'could not connect',
  ],
  [/(?:превышено|истекло) время ожидания/g, 'connection timed out'],
  [
    /(?:пользователь|адресат|получатель|адрес|ящик) не (?:наиден|существует)|(?:нет такого|неизвестныи) (?:пользователя|пользователь|ящика|адресат|адресата)|ящик не существует/g,
    'user unknown',
  ],
  [/ящик (?:получателя )?(?:переполнен|заполнен)|(?:превышена|исчерпана) квота (?:почтового )?ящика/g, 'mailbox full'],
  [
    /(?:письмо|сообщение) (?:отклонено|заблокировано)? ?(?:похоже на|как|распознано как|признано) спам(?:ом)?/g,
    'message rejected as spam',
  ],
  [
    /(?:размер (?:письма|сообщения)|сообщение|письмо)(?: [^ ]+)? (?:превышает|слишком (?:велико|большои|большое))/g,
    'message size exceeds the limit',
  ],
  [/слишком много получателеи/g, 'too many recipients'],
  [/срок деиствия сертификата (?:истек|закончился)/g, 'certificate has expired'],
  // Chinese.
  [/(?:用户|收件人|邮箱|账号|帐号|地址)不存在|无此用户|未知用户/g, ' user unknown '],
  [/(?:邮箱|信箱|空间)(?:已满|容量已满|空间不足|超出容量)/g, ' mailbox full '],
  [
    /(?:认证|验证|身份验证|登录|登陆)失败|(?:用户名|账号|帐号)或密码(?:错误|不正确)|密码错误/g,
    ' authentication failed ',
  ],
  [/收件人(?:数量)?(?:过多|太多|超过限制)/g, ' too many recipients '],
  [
    /(?:邮件|附件)(?:大小)?(?:超过|超出)(?:了)?(?:限制|上限|大小)|邮件(?:过大|太大)/g,
    ' message size exceeds the limit ',
  ],
  [/连接(?:服务器)?(?:失败|超时)|无法连接/g, ' could not connect '],
  [/垃圾邮件/g, ' spam message rejected '],
  // Japanese.
  [/(?:宛先|受信者|送信先)(?:の数)?が(?:多すぎます|多すぎる|上限を超え)/g, ' too many recipients '],
  [/認証に失敗|ログインに失敗|パスワードが(?:違います|正しくありません|間違)/g, ' authentication failed '],
  [/(?:宛先|ユーザー?|アドレス|受信者).{0,80}(?:存在しません|見つかりません|見つかりませんでした)/g, ' user unknown '],
  [/(?:メールボックス|容量).{0,20}(?:一杯|いっぱい|超過|超えて)/g, ' mailbox full '],
  [/(?:メール|メッセージ|添付).{0,20}サイズ.{0,20}(?:超え|大きすぎ)/g, ' message size exceeds the limit '],
  [/接続(?:できません|に失敗|できませんでした)/g, ' could not connect '],
];
const otherScripts = /[\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff]/;

/** @param text in lower case, decomposed and without the accents of Latin letters */
export function inOtherLanguages(text: string): string {
  let said = text;
  for (const [what, by] of latin) said = said.replace(what, by);
  if (!otherScripts.test(said)) return said;
  said = said.normalize('NFC');
  for (const [what, by] of others) said = said.replace(what, by);
  return said;
}
