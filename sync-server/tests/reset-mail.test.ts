import { signUp } from '@komod/testkit/account';
import { waitUntil } from '@komod/testkit/wait-until';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { startServer, type TestServerOverrides } from './start-server.ts';

interface Mail {
  to: string[];
  text: string;
}

/** A mail server that takes everything. */
async function postOffice(): Promise<{ url: string; mails: Mail[] }> {
  const mails: Mail[] = [];
  const office = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString(),
        });
        done();
      });
    },
  });
  office.on('error', () => undefined);
  await new Promise<void>((resolve) => office.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => office.close(() => resolve())));
  return { url: `smtp://127.0.0.1:${(office.server.address() as AddressInfo).port}`, mails };
}

async function serverWith(env: Record<string, string>, limits?: TestServerOverrides['limits']) {
  const server = await startServer({ env, ...(limits && { limits }) });
  onTestFinished(() => server.close());
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${server.origin}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.text() };
  };
  const help = async () => (await fetch(`${server.origin}/api/password-help`)).json();
  return { server, post, help };
}

// Quoted-printable: the lines of a mail are short.
const linkIn = ({ text }: Mail): URL => {
  const body = text.replaceAll(/=\r\n/g, '').replaceAll('=23', '#');
  return new URL(/https:\/\/komod\.example\/reset-password#\S+/.exec(body)![0]);
};

test('a link comes by mail to whoever has a closet, and nobody learns who has one', async () => {
  const { url, mails } = await postOffice();
  const env = { SMTP_URL: url, PUBLIC_ORIGIN: 'https://komod.example' };
  const { server, post, help } = await serverWith(env, { auth: { resetMax: 1e6 } });
  const { email } = await signUp(server.origin, { handle: 'forgetful' });
  expect(await help()).toEqual({ mail: true });
  const unknown = await post('request-password-reset', { email: 'nobody@example.com' });
  const known = await post('request-password-reset', { email });
  expect(known).toEqual(unknown);
  expect(known.status).toBe(200);
  await waitUntil('the mail', () => mails.length === 1);
  expect(mails[0]?.to).toEqual([email]);
  const newPassword = 'a wholly new password';
  const token = linkIn(mails[0]!).hash.slice(1);
  expect((await post('reset-password', { token, newPassword })).status).toBe(200);
  expect((await post('sign-in/email', { email, password: newPassword })).status).toBe(200);
  expect((await post('reset-password', { token, newPassword })).status).toBe(400);
});

test('nobody is buried in mail, and nobody asks without end', async () => {
  const { url, mails } = await postOffice();
  const limits = { auth: { resetMax: 6, resetMailsPerHour: 2 } };
  const { server, post } = await serverWith({ SMTP_URL: url }, limits);
  const first = await signUp(server.origin, { handle: 'buried' });
  const second = await signUp(server.origin, { handle: 'other' });
  const ask = async ({ email }: { email: string }) =>
    (await post('request-password-reset', { email })).status;
  const answers: number[] = [];
  for (const account of [first, first, first, first, second, second, second])
    answers.push(await ask(account));
  expect(answers).toEqual([200, 200, 200, 200, 200, 200, 429]);
  await waitUntil('the mails', () => mails.length === 4);
  expect(mails.map(({ to }) => to[0]).toSorted()).toEqual(
    [first.email, first.email, second.email, second.email].toSorted(),
  );
});

test('a mail server that is away changes no answer', async () => {
  const { server, post } = await serverWith({ SMTP_URL: 'smtp://127.0.0.1:9' });
  const { email } = await signUp(server.origin, { handle: 'unmailed' });
  expect((await post('request-password-reset', { email })).status).toBe(200);
  expect((await fetch(`${server.origin}/health`)).status).toBe(200);
});

test('without mail the app is told so, and a setting that is none is said in one sentence', async () => {
  const { post, help } = await serverWith({});
  expect(await help()).toEqual({ mail: false });
  expect((await post('request-password-reset', { email: 'sara@example.com' })).status).toBe(400);
  expect(() => readConfig({ SMTP_URL: 'mail.example' })).toThrow('SMTP_URL must be an address');
  expect(readConfig({ SMTP_URL: 'smtp://mail.example' }).mail?.from).toBe('Komod <komod@localhost>');
});
