// The settings of the OCA's template, but for JavaScript, which is laid out as Odoo's own is.
module.exports = {
    plugins: [require.resolve("@prettier/plugin-xml")],
    bracketSpacing: false,
    printWidth: 88,
    tabWidth: 4,
    proseWrap: "preserve",
    semi: true,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
    overrides: [
        {
            files: ["*.js", "*.cjs"],
            options: { bracketSpacing: true, printWidth: 100 },
        },
        { files: ["*.yaml", "*.yml"], options: { tabWidth: 2 } },
    ],
};
