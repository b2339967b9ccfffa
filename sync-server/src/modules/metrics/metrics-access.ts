import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../config.ts';

/** What proxies say of whom they speak for: behind one, everybody comes from this machine. */
const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** With a token: whoever sends it. Without one: a program on this machine that no proxy speaks for. */
export function mayReadMetrics(
  { headers }: Request,
  socketAddress: string,
  { metricsToken, proxyHeader }: Pick<Config, 'metricsToken' | 'proxyHeader'>,
): boolean {
  if (metricsToken !== null)
    return timingSafeEqual(digest(headers.get('authorization') ?? ''), digest(`Bearer ${metricsToken}`));
  const isHere = /^(?:(?:::ffff:)?127\.|::1$)/.test(socketAddress);
  const isForwarded = forwarding.some((name) => headers.has(name));
  return isHere && !isForwarded && !(proxyHeader !== null && headers.has(proxyHeader));
}
