import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { RateLimiter } from '../../http/rate-limiter.ts';

export interface ResetMailParts {
  config: Pick<Config, 'mail' | 'publicOrigin' | 'limits'>;
  limiter: RateLimiter;
  logger: Logger;
}

export interface ResetMail {
  send(token: string, email: string): void;
  close(): void;
}

/** A link behind a `#`, so that it stands in no server's log. */
export const resetLinkOf = (publicOrigin: string, token: string): string =>
  `${publicOrigin}/reset-password#${token}`;

const subject = 'Komod: a new password / گذرواژهٔ تازه';
const textOf = (link: string): string =>
  [
    'Somebody asked for a new password for the closet with this e-mail. Choose it here, once, within the hour:',
    link,
    'If it was not you, there is nothing to do.',
    '',
    'برای کمدی که با این ایمیل است گذرواژهٔ تازه خواسته شد. تا یک ساعت، یک بار، از همان پیوند بالا انتخابش کنید.',
    'اگر شما نبودید، کاری لازم نیست.',
  ].join('\n');

/** Sends reset links where the host set mail up; `null` elsewhere. */
export function openResetMail({ config, limiter, logger }: ResetMailParts): ResetMail | null {
  const { mail, publicOrigin, limits } = config;
  if (!mail) return null;
  const transport = createTransport(mail.smtpUrl);
  const perAddress = { window: 3600, max: limits.auth.resetMailsPerHour };
  return {
    send(token, email) {
      // Nobody is buried in mail that somebody else asked for.
      if (limiter.take(`reset-mail:${email}`, perAddress) !== null) return;
      const text = textOf(resetLinkOf(publicOrigin, token));
      transport
        .sendMail({ from: mail.from, to: { name: '', address: email }, subject, text })
        // The message of such a failure may hold the address.
        .catch((error: { code?: string }) =>
          logger.error({ code: error.code }, 'a reset link was not mailed'),
        );
    },
    close: () => transport.close(),
  };
}
