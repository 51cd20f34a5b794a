// @ts-check
/** The API reference: one page for every name that a package exports, made from the comments of the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { Converter, ReflectionKind } from "typedoc";

const packagesFolder = new URL("../packages/", import.meta.url);

/** The entries of every package by the file that they begin in. @type {Map<string, string>} */
const entries = new Map(
  readdirSync(packagesFolder).flatMap((folder) => {
    const text = readFileSync(new URL(`${folder}/package.json`, packagesFolder), "utf8");
    const { name, exports } = JSON.parse(text);
    return Object.entries(exports).flatMap(([path, target]) => {
      const file = target["@encdec/source"]?.replace("./", `packages/${folder}/`);
      return file === undefined ? [] : [[file, `${name}${path.slice(1)}`]];
    });
  }),
);

/** Modules are called what one imports, and not by their files. @param {import("typedoc").Application} app */
function nameModules(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      const file = module.isDeclaration() ? (module.sources?.[0]?.fileName ?? "") : "";
      module.name = entries.get(file) ?? module.name;
    }
  });
}

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "encdec",
  readme: "none",
  entryPoints: [...entries.keys()].map((file) => `../${file}`),
  basePath: "..",
  displayBasePath: "..",
  tsconfig: "tsconfig.json",
  // The packages are checked by the compiler of the root, which is newer than TypeDoc's.
  skipErrorChecking: true,
  plugin: [nameModules],
  out: "api",
  // What other libraries declare is theirs to document.
  excludeExternals: true,
  externalSymbolLinkMappings: {
    "@tensorflow/tfjs-core": { "*": "https://js.tensorflow.org/api/latest/" },
    "@tensorflow/tfjs-layers": { "*": "https://js.tensorflow.org/api/latest/" },
    zod: { "*": "https://zod.dev/api" },
  },
  disableGit: true,
  sourceLinkTemplate: "../../../{path}",
  githubPages: false,
  treatWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
};
