import path from "node:path";

/** The rooms of src from the top down; chart and live stand side by side. */
const RANK = { app: 6, pages: 5, features: 4, chart: 3, live: 3, ui: 2, lib: 1 };

/** The room of a file and, inside features, which one. */
function placeOf(file, root) {
  const [room, ...rest] = path.relative(root, file).split(path.sep);
  if (!(room in RANK)) return null;
  return { room, feature: room === "features" ? rest[0] : null };
}

function target(specifier, file, root) {
  if (specifier.startsWith("@/")) return path.join(root, specifier.slice(2));
  if (specifier.startsWith(".")) return path.resolve(path.dirname(file), specifier);
  return null;
}

function complaint(from, to) {
  if (from.room === to.room) {
    return from.room === "features" && from.feature !== to.feature ? "Features never import each other." : null;
  }
  if (RANK[from.room] > RANK[to.room]) return null;
  return `${from.room}/ may not import from ${to.room}/: app → pages → features → chart, live → ui → lib.`;
}

const directions = {
  meta: { type: "problem", schema: [], messages: { wrong: "{{reason}}" } },
  create(context) {
    const root = path.join(context.cwd, "src");
    const from = placeOf(context.filename, root);
    if (from === null) return {};
    const check = (node) => {
      if (typeof node.source?.value !== "string") return;
      const file = target(node.source.value, context.filename, root);
      const to = file && placeOf(file, root);
      const reason = to && complaint(from, to);
      if (reason) context.report({ node, messageId: "wrong", data: { reason } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

const fileNames = {
  meta: { type: "problem", schema: [], messages: { name: "File names are kebab-case: {{name}}." } },
  create: (context) => ({
    Program(node) {
      const name = path.basename(context.filename);
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?\.[a-z]+$/.test(name)) {
        context.report({ node, messageId: "name", data: { name } });
      }
    },
  }),
};

/** Rules of this house that no package has. */
export default { rules: { directions, "file-names": fileNames } };
