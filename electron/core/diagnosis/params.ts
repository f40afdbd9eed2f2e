/** What sentences may name: the server and the address it speaks of, where they are known. */
import type { DiagnosisParams, ListedCodeWords } from '../../texts/diagnosis/types.ts';
import { listedIn } from './codes/all.ts';
import type { ListedCode } from './codes/list.ts';
import type { WeakCertificate } from '../../texts/session/tls.ts';
import { isPrivateAddress } from '../../protocol/parse/loopback.ts';
import type { Evidence } from './evidence.ts';
import { limits } from './limits.ts';
import { keeperOf, listingIn } from './reading/listing.ts';
import { introducedAs, namesOf, strangerIn } from './stranger.ts';

const address = /<([^<>\s]{1,254}@[^<>\s]{1,254})>/;

/** Of the AUTH line of the EHLO answer; null where there is none, or no answer is known. */
function offeredIn(ehlo: readonly string[] | null): string | null {
  const line = ehlo?.map((one) => /^(?:250[- ])?AUTH[ =](.{1,300})$/i.exec(one)?.[1]).find((one) => one !== undefined);
  return line?.trim().toUpperCase().split(/ +/).join(', ') ?? null;
}

const wordsOf = ({ text, means, list: { by, source, verifiedOn } }: ListedCode): ListedCodeWords => ({
  text,
  by,
  means,
  source,
  verifiedOn,
});

const size = /^(?:250[- ])?SIZE ([1-9][0-9]{0,15})$/i;

/** Null where there is none, or it sets no limit. */
function sizeLimitIn(ehlo: readonly string[] | null): number | null {
  const limit = ehlo?.map((line) => size.exec(line.trim())?.[1]).find((one) => one !== undefined);
  return limit === undefined ? null : Number(limit);
}

/** "CN=Some CA,O=Some" as "Some CA". */
const nameIn = (subject: string): string => /CN ?= ?([^,\n]{1,200})/.exec(subject)?.[1] ?? subject;

/** Lists are named for what they list: nothing of it is shown but by causes that are about a list. */
function ofBlockList(words: string): DiagnosisParams {
  const { list, address: blockedAddress } = listingIn(words);
  const listKeeper = list === null ? null : keeperOf(list);
  return {
    ...(list === null ? {} : { blockList: list }),
    ...(blockedAddress === null ? {} : { blockedAddress }),
    ...(listKeeper === null ? {} : { listKeeper }),
  };
}

function ofWeak(weak: WeakCertificate | null): DiagnosisParams {
  if (weak === null) return {};
  const { subject, own, key, signature } = weak;
  return {
    weakSubject: subject,
    ...(own ? { weakOwn: true as const } : {}),
    ...(key === undefined ? {} : { weakKey: key }),
    ...(signature === undefined ? {} : { weakSignature: signature }),
  };
}

/** Who answers in the provider's place, and where. */
function ofStranger(seen: Evidence): DiagnosisParams {
  const name = introducedAs(seen);
  const { certificate, reach } = seen;
  const names = certificate === null ? [] : namesOf(certificate).slice(0, limits.certificateNames);
  const reached = reach.tried.find(({ ok }) => ok)?.address ?? null;
  return {
    ...(name === null ? {} : { introducedAs: name }),
    ...(names.length === 0 ? {} : { certificateFor: [...new Set(names)].join(', ') }),
    ...(reach.viaProxy === true ? { byProxy: true as const } : {}),
    ...(reach.viaProxy !== true && reached !== null && isPrivateAddress(reached) ? { reachedHere: reached } : {}),
  };
}

export function paramsOf(seen: Evidence): DiagnosisParams {
  const { target, session, reply, message, certificate } = seen;
  const limit = sizeLimitIn(session.ehlo);
  const listed = listedIn(seen);
  const offered = offeredIn(session.ehlo);
  const stranger = strangerIn(seen);
  return {
    ...(offered === null ? {} : { offered }),
    ...(limit === null ? {} : { sizeLimit: limit }),
    ...(message.bytes === null ? {} : { messageBytes: message.bytes }),
    ...(message.longestLine === null ? {} : { longestLine: message.longestLine }),
    ...(certificate === null ? {} : { issuer: nameIn(certificate.issuer) }),
    ...ofWeak(certificate?.weak ?? null),
    ...(session.ehloAfterLogin === null ? {} : { helloAgain: true as const }),
    ...(target.host === null ? {} : { host: target.host }),
    ...(target.port === null ? {} : { port: target.port }),
    ...(session.user === null ? {} : { user: session.user }),
    ...(session.mechanism === null ? {} : { mechanism: session.mechanism.toUpperCase() }),
    ...((found) => (found === undefined ? {} : { address: found }))(address.exec(reply.words)?.[1]),
    ...(listed === null ? {} : { listed: wordsOf(listed) }),
    ...ofBlockList(reply.words),
    ...(stranger?.as === 'host' ? ofStranger(seen) : {}),
  };
}
