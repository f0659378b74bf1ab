// A plugin of esbuild that makes the library for the protocol small enough to be loaded in no time.
//
// Its modules are CommonJS, of which a bundler has to keep all. They are what TypeScript makes of modules, and written
// in few forms: these are turned back, and what nobody uses falls away. A form that is not known here ends the build.
// Besides, the bundle leaves out what this server does not offer, and what another line of the package says already.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const LIBRARIES =
  /node_modules[\\/](vscode-languageclient|vscode-languageserver-protocol|vscode-languageserver-types|vscode-jsonrpc)[\\/]lib[\\/].*\.js$/;

/** Features of the client that the server has no counterpart for. */
const UNUSED = [
  'DeclarationFeature',
  'ImplementationFeature',
  'InlineCompletionItemFeature',
  'InlineValueFeature',
  'SignatureHelpFeature',
  'TextDocumentContentFeature',
  'TypeDefinitionFeature',
  'TypeHierarchyFeature',
];

/** Modules in whose place others stand. */
const IN_PLACE_OF = {
  // `engines` says which VS Code it takes.
  'semver/functions/parse': 'export default (version) => version;',
  'semver/functions/satisfies': 'export default () => true;',
  // An agent is no notebook: what the others ask of this feature, and that it never tells of anything.
  './notebook': `
    const never = () => ({ dispose() {} });
    export class NotebookDocumentSyncFeature {
      static CellScheme = 'vscode-notebook-cell';
      registrationType = { method: 'notebookDocument/sync' };
      onOpenNotificationSent = never;
      onChangeNotificationSent = never;
      onSaveNotificationSent = never;
      onCloseNotificationSent = never;
      getState() { return { kind: 'document', id: 'notebookDocument/sync', registrations: false, matches: false }; }
      fillClientCapabilities() {}
      initialize() {}
      register() {}
      unregister() {}
      clear() {}
      handles() { return false; }
      getProvider() {}
    }`,
};

export const slim = {
  name: 'slim',
  setup(build) {
    build.onResolve({ filter: /^(semver\/functions\/\w+|\.\/notebook)$/ }, ({ path: wanted }) =>
      wanted in IN_PLACE_OF ? { path: wanted, namespace: 'in-place-of' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'in-place-of' }, ({ path: wanted }) => ({ contents: IN_PLACE_OF[wanted] }));
    build.onLoad({ filter: LIBRARIES }, ({ path: file }) => {
      let text = readFileSync(file, 'utf8');
      if (file.endsWith(path.join('common', 'client.js'))) {
        text = withoutUnused(text);
      }
      return { contents: asModule(text, file) };
    });
  },
};

function withoutUnused(text) {
  for (const feature of UNUSED) {
    const line = new RegExp(`^ *this\\.registerFeature\\(new \\w+\\.${feature}\\(this\\)\\);$`, 'm');
    if (!line.test(text)) {
      throw new Error(`the client no longer registers ${feature}`);
    }
    text = text.replace(line, '');
  }
  return text;
}

/** A module as it was before TypeScript made CommonJS of it. */
export function asModule(text, file) {
  const modules = new Map();
  text = text
    .replace(/^"use strict";$/m, '')
    .replace(/^Object\.defineProperty\(exports, "__esModule", .*$/m, '')
    .replace(/^var __\w+ = \(this && this\.__\w+\)[^]*?^\}[()]*;$/gm, '')
    .replace(/^(?:exports\.\w+ = )+void 0;$/gm, '')
    .replace(/^(?:const|var) (\w+) = (?:__\w+\()?require\("(.*)"\)\)?;$/gm, (line, name, from) => {
      modules.set(name, from);
      // A function that is a module.
      return from.startsWith('semver/') ? `import ${name} from "${from}";` : `import * as ${name} from "${from}";`;
    })
    .replace(/^__exportStar\(require\("(.*)"\), exports\);$/gm, 'export * from "$1";')
    .replace(
      /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm,
      (_line, name, from, original) => `export { ${original} as ${name} } from "${modules.get(from)}";`,
    )
    // A namespace of its own is made when it is used first, and not at all if it never is.
    .replace(
      /^(export )?var (\w+);\n\(function \(\2\) \{\n([^]*?)^\}\)\(\2 \|\| \((exports\.\2 = )?\2 = \{\}\)\);$/gm,
      (_all, exports, name, body, exported) =>
        `${exports || exported ? 'export ' : ''}const ${name} = /* @__PURE__ */ (function (${name}) {\n${body}return ${name};\n})({});`,
    )
    // One that adds to what has the same name already.
    .replace(/^\}\)\((\w+) \|\| \(exports\.\1 = \1 = \{\}\)\);$/gm, (_end, name, at, all) =>
      all.includes(`export const ${name} =`) ? `})(${name});` : `})(${name});\nexport { ${name} };`,
    )
    .replace(/^exports\.(\w+) = (\w+);$/gm, 'export { $2 as $1 };')
    .replace(/^exports\.(\w+) = /gm, 'export const $1 = ')
    .replace(/\bexports\.(\w+)/g, '$1');
  const rest = /^.*\b(exports|require)\b.*$/m.exec(text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, ''));
  if (rest !== null) {
    throw new Error(`${file} holds what is no module: ${rest[0].trim()}`);
  }
  return text;
}
