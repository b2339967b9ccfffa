import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import ts from 'typescript';

export interface SourceImport {
  /** As written. */
  specifier: string;
  /** Path from the root for files of ours, the package's name for others. */
  target: string;
  /** A file of ours. */
  own: boolean;
  typeOnly: boolean;
}

export interface SourceFile {
  /** From the root, with `/`. */
  path: string;
  lines: number;
  imports: SourceImport[];
  /** Names this file reaches for without having declared or imported them: `fetch`, `Date.now`, … */
  globals: Set<string>;
}

const generated = new Set(['node_modules', 'build', '.svelte-kit', 'paraglide', 'data', 'test-results']);

/** Every TypeScript and Svelte file of the project. */
export function readSources(root: string): SourceFile[] {
  const rooms = ['packages', 'sync-server', 'web'].map((room) => join(root, room));
  return rooms
    .filter((room) => existsSync(room))
    .flatMap(walk)
    .map((path) => {
      const fromRoot = relative(root, path).replaceAll('\\', '/');
      return parseSource(fromRoot, readFileSync(path, 'utf8'), (candidate) => isFile(join(root, candidate)));
    });
}

/** `exists` decides between `./a` and `./a.ts`, as a bundler would. */
export function parseSource(path: string, text: string, exists: (path: string) => boolean): SourceFile {
  const code = path.endsWith('.svelte') ? scripts(text) : text;
  const parsed = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const imports: SourceImport[] = [];
  const declared = new Set<string>();
  const reached = new Set<string>();

  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found) imports.push({ ...found, ...resolve(path, found.specifier, exists) });
    const name = declarationName(node);
    if (name) declared.add(name);
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) {
      ts.forEachChild(node, visitTypes);
      return;
    }
    if (ts.isIdentifier(node) && isReference(node)) reached.add(reachOf(node));
    ts.forEachChild(node, visit);
  };
  // Inside a type only imports matter (`import('x').T`).
  const visitTypes = (node: ts.Node): void => {
    const found = importOf(node);
    if (found) imports.push({ ...found, ...resolve(path, found.specifier, exists) });
    ts.forEachChild(node, visitTypes);
  };
  visit(parsed);

  const globals = new Set([...reached].filter((name) => !declared.has(name.split('.')[0] ?? name)));
  return { path, lines: text.split('\n').length, imports, globals };
}

function importOf(node: ts.Node): { specifier: string; typeOnly: boolean } | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const named = clause?.namedBindings;
    const everyNameIsType =
      !!named && ts.isNamedImports(named) && !clause?.name && named.elements.every((name) => name.isTypeOnly);
    const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || everyNameIsType;
    return { specifier: node.moduleSpecifier.text, typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    return ts.isStringLiteral(literal) ? { specifier: literal.text, typeOnly: true } : null;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteral(argument) ? { specifier: argument.text, typeOnly: false } : null;
  }
  // new Worker(new URL('./worker.ts', import.meta.url))
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'URL') {
    const [address, base] = node.arguments ?? [];
    const isModule = base?.getText() === 'import.meta.url';
    return isModule && address && ts.isStringLiteral(address)
      ? { specifier: address.text, typeOnly: false }
      : null;
  }
  return null;
}

function resolve(
  from: string,
  specifier: string,
  exists: (path: string) => boolean,
): { target: string; own: boolean } {
  const inside = (path: string) => ({ target: withExtension(path, exists), own: true });
  if (specifier.startsWith('.')) return inside(posix.join(posix.dirname(from), specifier));
  if (specifier.startsWith('#lib')) return inside(`web/src/lib${specifier.slice('#lib'.length)}`);
  const own = /^@komod\/([^/]+)(?:\/(.+))?$/.exec(specifier);
  if (own) {
    const [, name, path = ''] = own;
    const room = name === 'sync-server' || name === 'web' ? name : `packages/${name}`;
    return inside(`${room}/src/${path}`);
  }
  const parts = specifier.split('/');
  return {
    target: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier),
    own: false,
  };
}

const withExtension = (path: string, exists: (path: string) => boolean): string =>
  [path, `${path}.ts`, `${path}.svelte.ts`, `${path}/index.ts`].find(exists) ?? path;

function declarationName(node: ts.Node): string | null {
  const hasName =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isImportSpecifier(node) ||
    ts.isImportClause(node) ||
    ts.isNamespaceImport(node);
  return hasName && node.name && ts.isIdentifier(node.name) ? node.name.text : null;
}

/** A name that is read as a value, not a property's or a declaration's own name. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  const isOwnName = 'name' in parent && parent.name === node;
  return !isOwnName || ts.isShorthandPropertyAssignment(parent);
}

/** `Date.now` and `Math.random` with their member; `new Date()` without an argument as `Date()`. */
function reachOf(node: ts.Identifier): string {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    return node.text === 'globalThis' ? parent.name.text : `${node.text}.${parent.name.text}`;
  }
  const called = (ts.isNewExpression(parent) || ts.isCallExpression(parent)) && parent.expression === node;
  return called && (parent.arguments?.length ?? 0) === 0 ? `${node.text}()` : node.text;
}

function scripts(svelte: string): string {
  return [...svelte.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return generated.has(entry.name) ? [] : walk(path);
    return /\.(?:ts|svelte)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
