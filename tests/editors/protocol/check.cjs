// check.cjs MODULES FOLDER: the second opinion on recorded sessions, independent of the first. Each message of the
// server is held against a schema that is made of the types of vscode-languageserver-protocol (types.ts).
// MODULES is a node_modules with that, ts-json-schema-generator, typescript and ajv.
const fs = require('node:fs');
const path = require('node:path');
const [modules, folder] = process.argv.slice(2);
const at = (name) => require(path.join(modules, name));
const Ajv = at('ajv').default;

function schema() {
  const cached = path.join(modules, '..', 'schema.json');
  const source = path.join(__dirname, 'types.ts');
  if (fs.existsSync(cached) && fs.statSync(cached).mtimeMs > fs.statSync(source).mtimeMs) {
    return JSON.parse(fs.readFileSync(cached, 'utf8'));
  }
  // The types are found from where the file lies.
  const copy = path.join(modules, '..', 'types.ts');
  fs.copyFileSync(source, copy);
  const config = path.join(modules, '..', 'tsconfig.json');
  const compilerOptions = { module: 'Node16', moduleResolution: 'Node16', strict: true, skipLibCheck: true, types: [] };
  fs.writeFileSync(config, JSON.stringify({ compilerOptions, files: ['types.ts'] }));
  const { createGenerator } = at('ts-json-schema-generator');
  const made = createGenerator({ path: copy, tsconfig: config, type: 'Messages', skipTypeCheck: true }).createSchema('Messages');
  fs.writeFileSync(cached, JSON.stringify(made));
  return made;
}

const { definitions } = schema();
// TypeScript has one kind of number, and any text for an address.
definitions.integer = { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
definitions.uinteger = { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 };
for (const name of ['URI', 'DocumentUri']) {
  definitions[name] = { type: 'string', pattern: '^[a-zA-Z][a-zA-Z0-9+.-]*:' };
}
const ajv = new Ajv({ strict: false, allErrors: false });
const compiled = new Map();

function faults(kind, method, value) {
  const type = definitions.Messages.properties[kind].properties[method];
  if (type === undefined) return [`${method} is not in types.ts`];
  const key = `${kind} ${method}`;
  if (!compiled.has(key)) compiled.set(key, ajv.compile({ definitions, ...type }));
  const check = compiled.get(key);
  return check(value) ? [] : check.errors.map(({ instancePath, message }) => `${method} ${instancePath} ${message}`);
}

let [count, bad] = [0, 0];
for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.jsonl'))) {
  const asked = new Map();
  for (const line of fs.readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean)) {
    const { from, message } = JSON.parse(line);
    if (message === undefined) continue;
    if (from === 'editor') {
      if (message.id !== undefined && message.method !== undefined) asked.set(JSON.stringify(message.id), message.method);
      continue;
    }
    count += 1;
    const method = message.method ?? asked.get(JSON.stringify(message.id));
    if (method === undefined || method.startsWith('agentls/') || message.error !== undefined) continue;
    const said = message.method !== undefined;
    const value = said ? message.params : message.result;
    // A request without parameters has none.
    if (said && value === undefined) continue;
    for (const fault of faults(said ? 'said' : 'answers', method, value)) {
      bad += 1;
      console.log(`not ok: ${name}: ${fault}`);
    }
  }
}
if (bad === 0) console.log(`ok: a second opinion on ${count} messages, by the types of vscode-languageserver-protocol`);
process.exit(bad === 0 && count > 0 ? 0 : 1);
