import {
  ColumnDefinitionNode,
  DataTypeNode,
  GeneratedNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type OperationNode,
  sql,
} from 'kysely';
import { types } from 'pg';

/**
 * What a type of SQLite is called here. Its integers hold 64 bits, and its texts compare by their bytes, whatever
 * language the database speaks.
 */
const typeOf: Record<string, OperationNode> = {
  integer: DataTypeNode.create('bigint'),
  blob: DataTypeNode.create('bytea'),
  text: sql`text collate "C"`.toOperationNode(),
};

class ColumnTypes extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    const type = DataTypeNode.is(node.dataType) ? node.dataType.dataType : null;
    const dataType = typeof type === 'string' ? typeOf[type] : undefined;
    // Columns of the table that kysely keeps its book in.
    if (!dataType) return super.transformColumnDefinition(node);
    // SQLite numbers the rows of such a table itself.
    const isNumbered = type === 'integer' && node.primaryKey && !node.references;
    const generated = isNumbered && GeneratedNode.create({ identity: true, byDefault: true });
    return { ...super.transformColumnDefinition(node), dataType, ...(generated && { generated }) };
  }
}

/** Gives the columns of the migrations their types on PostgreSQL. */
export const postgresColumnTypes: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => new ColumnTypes().transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};

const { INT8, BYTEA } = types.builtins;
type ReadValue = (text: string) => unknown;
const readers = new Map<number, ReadValue>([
  [INT8, Number],
  [BYTEA, (hex) => Uint8Array.fromHex(hex.slice(2))],
]);

/** Values as SQLite gives them: numbers, and bytes in a buffer of their own. */
export const postgresValues = {
  getTypeParser: (oid: number): ReadValue =>
    readers.get(oid) ?? (types.getTypeParser(oid as never) as ReadValue),
};
