// What is a mistake in a module of Odoo's web client; how it looks is prettier's business.
const globals = require("globals");
const jsdoc = require("eslint-plugin-jsdoc");

const mistakes = [
    "constructor-super",
    "for-direction",
    "getter-return",
    "init-declarations",
    "no-class-assign",
    "no-compare-neg-zero",
    "no-cond-assign",
    "no-const-assign",
    "no-debugger",
    "no-dupe-args",
    "no-dupe-class-members",
    "no-dupe-else-if",
    "no-dupe-keys",
    "no-duplicate-case",
    "no-duplicate-imports",
    "no-empty-pattern",
    "no-eq-null",
    "no-eval",
    "no-ex-assign",
    "no-extend-native",
    "no-func-assign",
    "no-global-assign",
    "no-lonely-if",
    "no-return-assign",
    "no-self-assign",
    "no-shadow-restricted-names",
    "no-sparse-arrays",
    "no-this-before-super",
    "no-undef",
    "no-unneeded-ternary",
    "no-unreachable",
    "no-unsafe-finally",
    "no-unused-expressions",
    "no-unused-labels",
    "no-useless-escape",
    "no-var",
    "use-isnan",
    "valid-typeof",
];
const worthALook = [
    "array-callback-return",
    "dot-notation",
    "eqeqeq",
    "no-alert",
    "no-else-return",
    "no-implicit-coercion",
    "no-shadow",
    "no-useless-concat",
    "no-useless-rename",
    "prefer-const",
    "radix",
    "require-yield",
    "jsdoc/check-tag-names",
];

const all = (rules, level) => Object.fromEntries(rules.map((rule) => [rule, level]));

module.exports = [
    { ignores: [".odoo/**", "**/static/lib/**", "*.cjs"] },
    {
        files: ["**/static/**/*.js"],
        plugins: { jsdoc },
        languageOptions: {
            ecmaVersion: 2024,
            // Odoo makes a module of every file that lies in static/src or static/tests.
            sourceType: "module",
            globals: { ...globals.browser, luxon: "readonly", odoo: "readonly", owl: "readonly" },
        },
        rules: {
            ...all(mistakes, "error"),
            ...all(worthALook, "warn"),
            complexity: ["warn", 15],
            "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "spaced-comment": ["error", "always"],
        },
    },
];
