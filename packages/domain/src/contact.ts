import { cleanLine } from './plain-text.ts';
import { accept, refuse, type Result } from './refusal.ts';

export const contactKinds = ['instagram', 'telegram', 'whatsapp', 'email'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** `country-missing`: a phone number as it is dialled at home. `elsewhere`: an address of another place. */
export type ContactRefusal = 'not-a-name' | 'not-a-phone' | 'country-missing' | 'not-an-email' | 'elsewhere';

const hosts: Record<string, ContactKind> = {
  'instagram.com': 'instagram',
  'www.instagram.com': 'instagram',
  't.me': 'telegram',
  'telegram.me': 'telegram',
  'wa.me': 'whatsapp',
};
// Instagram's and Telegram's own rules for names.
const names = { instagram: /^[a-z0-9._]{1,30}$/i, telegram: /^[a-z][a-z0-9_]{3,31}$/i } as const;
const email = /^[^\s@?,;:/]+@[^\s@?,;:/]+\.[^\s@?,;:/]+$/;

/** True for a link that is safe to show to everyone. */
export function isContactLink(link: string): boolean {
  const url = link.length <= 200 ? URL.parse(link) : null;
  if (!url) return false;
  if (url.protocol === 'mailto:') return /^mailto:[^\s@?,;]+@[^\s@?,;]+\.[^\s@?,;]+$/.test(link);
  const isOurs = url.protocol === 'https:' && Object.hasOwn(hosts, url.host);
  return isOurs && !url.username && url.pathname.length > 1;
}

/** Persian and Arabic digits as Latin ones. */
const toLatinDigits = (text: string): string =>
  text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));

/** The address in what was typed or pasted, with its scheme or without; `null` when it is none. */
function addressIn(text: string): { kind: ContactKind | null; rest: string } | null {
  if (/^mailto:/i.test(text)) return { kind: 'email', rest: text.slice(7) };
  const bare = text.replace(/^https?:\/\//i, '');
  const url = /^[\w-]+(?:\.[\w-]+)+\//.test(bare) || bare !== text ? URL.parse(`https://${bare}`) : null;
  if (!url) return null;
  return { kind: hosts[url.host.toLowerCase()] ?? null, rest: url.pathname.replace(/^\/|\/$/g, '') };
}

/** Which of them a text can only be; `null` while it could be several. */
export function guessContactKind(text: string): ContactKind | null {
  const line = toLatinDigits(cleanLine(text));
  const address = addressIn(line);
  if (address) return address.kind;
  if (email.test(line)) return 'email';
  return /^(?:\+|00)[\d\s().-]{6,}$/.test(line) ? 'whatsapp' : null;
}

/** The safe link of what people type: `@name`, a phone number, an e-mail or an address. */
export function contactLink(kind: ContactKind, text: string): Result<string, ContactRefusal> {
  const line = toLatinDigits(cleanLine(text));
  const address = addressIn(line);
  if (address && address.kind !== kind) return refuse('elsewhere');
  const said = address?.rest ?? line;
  const made =
    kind === 'email' ? emailLink(said) : kind === 'whatsapp' ? phoneLink(said) : nameLink(kind, said);
  return made.ok && !isContactLink(made.value) ? refuse('elsewhere') : made;
}

const emailLink = (said: string): Result<string, ContactRefusal> =>
  email.test(said) ? accept(`mailto:${said}`) : refuse('not-an-email');

function nameLink(kind: 'instagram' | 'telegram', said: string): Result<string, ContactRefusal> {
  const name = said.replace(/^@/, '');
  if (!names[kind].test(name)) return refuse('not-a-name');
  return accept(kind === 'instagram' ? `https://instagram.com/${name}` : `https://t.me/${name}`);
}

function phoneLink(said: string): Result<string, ContactRefusal> {
  if (!/^\+?[\d\s().-]+$/.test(said)) return refuse('not-a-phone');
  const digits = said.replace(/^00/, '').replaceAll(/\D/g, '');
  if (digits.startsWith('0')) return refuse('country-missing');
  return digits.length >= 8 && digits.length <= 15
    ? accept(`https://wa.me/${digits}`)
    : refuse('not-a-phone');
}

/** A link as its owner would type it: `@sara`, `+4912345`, `sara@example.org`. `null` for no such link. */
export function contactWords(link: string): { kind: ContactKind; text: string } | null {
  const address = isContactLink(link) ? addressIn(link) : null;
  if (!address?.kind) return null;
  const { kind, rest } = address;
  const name = rest.split('/')[0] ?? '';
  return { kind, text: kind === 'email' ? rest : kind === 'whatsapp' ? `+${name}` : `@${name}` };
}
