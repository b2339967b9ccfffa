import { expect, test } from 'vitest';
import { AckLedger } from './ack-ledger.ts';

function connected(): AckLedger {
  const ledger = new AckLedger();
  ledger.opened();
  return ledger;
}

test('[C2] work is safe when step 2 and everything after it is acked', () => {
  const ledger = connected();
  ledger.edited();
  ledger.sent(true, 1);
  ledger.edited();
  ledger.sent(false, 2);
  expect(ledger.acked(1)).toBe(false);
  expect(ledger.acked(2)).toBe(true);
});

test('[C2] an acked update proves nothing about what was made before this connection', () => {
  const ledger = new AckLedger();
  ledger.edited();
  ledger.opened();
  ledger.edited();
  ledger.sent(false, 2);
  expect(ledger.acked(1)).toBe(false);
  ledger.sent(true, 2);
  expect(ledger.acked(2)).toBe(true);
});

test('[C2] an edit that was not sent is not safe, whatever is acked', () => {
  const ledger = connected();
  ledger.sent(true, 0);
  ledger.edited();
  expect(ledger.acked(1)).toBe(false);
});

test('[C2] frames of an older connection count for nothing', () => {
  const ledger = connected();
  ledger.edited();
  ledger.sent(true, 1);
  ledger.opened();
  expect(ledger.acked(1)).toBe(false);
});

test('[C6] after a refusal the connection proves nothing', () => {
  const ledger = connected();
  ledger.edited();
  ledger.cut();
  ledger.edited();
  ledger.sent(true, 2);
  expect(ledger.acked(1)).toBe(false);
});
