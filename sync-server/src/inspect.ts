import { resolve } from 'node:path';
import { canonicalJson } from '@komod/documents/canonical-json';
import { documentKinds, parseDocumentName } from '@komod/domain/document-name';
import { foldHandle } from '@komod/domain/handle';
import { inspectStored } from '@komod/sync/server/inspect-stored';
import { ConfigError, readConfig } from './config.ts';
import { openReader } from './store/open-databases.ts';
import type { StoreReader } from './store/store-reader.ts';
import { type DocumentRecord, readDocumentRecord, userIdOf } from './store/stored-document.ts';

const count = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`;
const iso = (at: number): string => new Date(at).toISOString();

/**
 * What the store holds of one document, for the host: reads only, also beside a running server. Weights and places,
 * nothing anybody wrote; with `asJson` the content itself, as canonical JSON.
 * @param wanted `closet/<user id>`, or `closet/@<handle>`.
 * @throws {ConfigError} with one clear sentence.
 */
export async function inspectDocument(
  env: Record<string, string | undefined>,
  wanted: string,
  asJson: boolean,
): Promise<string> {
  const { databaseUrl, dataDir } = readConfig(env);
  const reader = await openReader({ databaseUrl, dataDir: resolve(dataDir) });
  try {
    const name = await resolveName(reader, wanted);
    const record = await readDocumentRecord(reader, name);
    if (!record) throw new ConfigError(`Nobody has ever written ${name} here.`);
    const { facts, doc } = inspectStored(record.stored);
    const said = asJson ? canonicalJson(doc) : describe(record, facts);
    doc.destroy();
    return said;
  } finally {
    await reader.close();
  }
}

async function resolveName(reader: StoreReader, wanted: string): Promise<string> {
  const [, kind, handle] = /^([a-z]+)\/@(.+)$/.exec(wanted) ?? [];
  const userId = handle === undefined ? null : await userIdOf(reader, foldHandle(handle));
  if (handle !== undefined && userId === null) throw new ConfigError(`Nobody here has the handle ${handle}.`);
  const name = handle === undefined ? wanted : `${kind}/${userId}`;
  if (parseDocumentName(name) === null)
    throw new ConfigError(
      `A document is called <kind>/<user id> or <kind>/@<handle>; kinds are ${documentKinds.join(', ')}.`,
    );
  return name;
}

function describe(
  { stored, snapshotSeq, quarantined, due }: DocumentRecord,
  facts: ReturnType<typeof inspectStored>['facts'],
): string {
  const { headSeq, summarySeq } = stored;
  const rows: [string, string][] = [
    ['document', stored.document],
    ['head', `seq ${headSeq}, epoch ${facts.epoch}`],
    ['snapshot', snapshotSeq === 0 ? 'none' : `seq ${snapshotSeq}, ${facts.snapshotBytes} bytes`],
    ['log', `${count(facts.rows, 'row')}, ${facts.rowBytes} bytes`],
    ['weight', `${facts.bytes} bytes, ${count(facts.structs, 'struct')}`],
    ['state vector', `${count(facts.clients, 'client id')}, ${facts.stateVectorBytes} bytes`],
    ['summary', summarySeq === 0 ? 'none' : `seq ${summarySeq}${summarySeq < headSeq ? ', outdated' : ''}`],
    ['writer id', stored.writerId === null ? 'none' : String(stored.writerId)],
    [
      'quarantine',
      quarantined.map(({ seq, bytes, at }) => `seq ${seq}, ${bytes} bytes, ${iso(at)}`).join('; ') || 'empty',
    ],
    ['unreadable', facts.unreadable.map((seq) => `seq ${seq}`).join(', ') || 'none'],
    ['waits for lost rows', facts.isPending ? 'yes' : 'no'],
    ['projection', due ? `due ${iso(due.dueAt)} (${due.cause}), ${count(due.attempts, 'attempt')}` : 'done'],
  ];
  return rows.map(([label, value]) => `${label.padEnd(20)} ${value}`).join('\n');
}
