import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";
import house from "./dev/house-rules.mjs";

export default tseslint.config(
  { ignores: ["node_modules", "dist", "src/lib/api-types.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx,js,mjs}"],
    plugins: { house, "react-hooks": hooks },
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      ...hooks.configs.recommended.rules,
      "house/directions": "error",
      "house/file-names": "error",
      "max-lines": ["error", { max: 250 }],
      "no-console": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  { files: ["dev/**", "*.config.*"], languageOptions: { globals: globals.node }, rules: { "no-console": "off" } },
  { files: ["**/*.test.{ts,tsx}"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
);
